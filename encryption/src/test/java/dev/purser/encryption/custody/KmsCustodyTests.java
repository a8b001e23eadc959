package dev.purser.encryption.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.encryption.kms.GrpcKmsPlugin;
import dev.purser.encryption.kms.KmsPluginServer;
import dev.purser.store.custody.Custody;
import dev.purser.store.custody.Custody.Owner;
import dev.purser.store.custody.CustodyContract;
import dev.purser.store.custody.CustodyException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class KmsCustodyTests extends CustodyContract {
    @TempDir Path sockets;

    private KmsPluginServer plugin;
    private KmsPluginServer stranger;

    @BeforeEach
    void start() throws IOException {
        plugin = new KmsPluginServer(sockets.resolve("a.sock")).start();
        stranger = new KmsPluginServer(sockets.resolve("b.sock")).start();
    }

    @AfterEach
    void stop() throws Exception {
        plugin.close();
        stranger.close();
    }

    private Custody at(String socket) {
        return new KmsCustody(
                "unix://" + sockets.resolve(socket),
                path -> GrpcKmsPlugin.open(path, Duration.ofSeconds(5)),
                new SecureRandom());
    }

    @Override
    protected Custody custody() {
        return at("a.sock");
    }

    @Override
    protected Custody strange() {
        return at("b.sock");
    }

    @Test
    void aPluginThatIsNotThereIsExplained() {
        Owner owner = new Owner("aabbccdd", directory.resolve("custody.json"));
        ObjectNode kept = custody().keep(document(DOCUMENT), owner);
        Custody gone =
                new KmsCustody(
                        "unix://" + sockets.resolve("gone.sock"),
                        path -> GrpcKmsPlugin.open(path, Duration.ofMillis(200)),
                        new SecureRandom());
        assertThatThrownBy(() -> gone.fetch(kept, owner))
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining("gone.sock did not unwrap the key of the keys: rpc error");
        assertThat(text(custody().fetch(kept, owner))).isEqualTo(DOCUMENT);
    }
}
