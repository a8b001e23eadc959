package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.keys.CustodySettings;
import dev.purser.encryption.live.EncryptionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody has who has a copy of a data directory, and not its keys.
class CopiedDataDirectoryTests {
    @TempDir Path root;

    private Purser start(Path data, String keys, boolean configured) throws Exception {
        DataDirectory directory = new DataDirectory(data);
        directory.create();
        Path file = root.resolve("encryption.yaml");
        Files.writeString(
                file,
                """
                kind: EncryptionConfiguration
                apiVersion: apiserver.config.k8s.io/v1
                resources:
                - resources: [secrets]
                  providers:
                  - secretbox: {keys: [{name: k, secret: %s}]}
                  - identity: {}
                """
                        .formatted(Base64.getEncoder().encodeToString(new byte[32])));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Purser.start(
                new ServeSettings(directory, Instance.Mode.API_ONLY, address, "test-host")
                        .withCustody(CustodySettings.inDirectory(root.resolve(keys)))
                        .withEncryption(
                                new EncryptionSettings(
                                        Optional.of(file).filter(_ -> configured),
                                        EncryptionSettings.Reload.AT_START)),
                Clock.systemUTC(),
                new SecureRandom());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static List<Path> withKeys(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(CopiedDataDirectoryTests::hasKey)
                    .map(directory::relativize)
                    .toList();
        }
    }

    /// In PEM, or as the Base64 of PEM that a kubeconfig has.
    private static boolean hasKey(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return text.contains("PRIVATE KEY") || text.contains("client-key-data");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itHoldsNoKeyInPlainButTheKubeconfigs(boolean configured) throws Exception {
        Path data = root.resolve("data");
        String authority;
        try (Purser _ = start(data, "keys", configured)) {
            assertThat(withKeys(data)).containsExactly(Path.of("admin.kubeconfig"));
            authority = Files.readString(data.resolve("pki/ca.crt"));
        }
        copy(data, root.resolve("copy"));
        Files.move(root.resolve("keys"), root.resolve("away"));

        assertThatThrownBy(() -> start(root.resolve("copy"), "keys", configured))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("is missing, and without it nothing in this data directory");
        assertThat(withKeys(root.resolve("copy"))).containsExactly(Path.of("admin.kubeconfig"));

        Files.move(root.resolve("away"), root.resolve("keys"));
        try (Purser _ = start(data, "keys", configured)) {
            assertThat(Files.readString(data.resolve("pki/ca.crt"))).isEqualTo(authority);
        }
    }

    @Test
    void newKeysAreNotMadeForWhatTheyCouldNotOpen() throws Exception {
        Path data = root.resolve("data");
        start(data, "keys", false).close();
        Files.delete(data.resolve("keys/custody.json"));
        Files.delete(data.resolve("store/purser.db"));
        assertThatThrownBy(() -> start(data, "other", false))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("custody.json is missing")
                .hasMessageContaining("pki/ca.key is encrypted");
        assertThat(root.resolve("other")).doesNotExist();
    }
}
