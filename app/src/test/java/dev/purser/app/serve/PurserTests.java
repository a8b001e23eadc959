package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.keys.CustodySettings;
import dev.purser.client.Api;
import dev.purser.store.seal.KeyFile;
import dev.purser.store.seal.Keyring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurserTests {
    private static final GroupVersionResource SECRETS =
            new GroupVersionResource("", "v1", "secrets");

    @TempDir Path root;

    private DataDirectory directory;

    @BeforeEach
    void make() throws IOException {
        directory = new DataDirectory(root.resolve("data"));
        directory.create();
    }

    private Purser start(int port) throws StartException, InterruptedException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        ServeSettings settings =
                new ServeSettings(directory, Instance.Mode.NO_NODE, address, "test-host")
                        .withCustody(CustodySettings.inDirectory(root.resolve("keys")));
        return Purser.start(settings, Clock.systemUTC(), new SecureRandom());
    }

    private static KubeObject secret(String name, String value) {
        KubeObject secret =
                KubeObject.named(new GroupVersionKind("", "v1", "Secret"), "default", name);
        secret.json().putObject("stringData").put("key", value);
        return secret;
    }

    @Test
    void objectsOutliveARestartAndSecretsAreUnreadableOnDisk() throws Exception {
        String canary =
                "canary-"
                        + HexFormat.of()
                                .formatHex(SecureRandom.getInstanceStrong().generateSeed(12));
        try (Purser purser = start(0)) {
            purser.adminApi().create(SECRETS, secret("kept", canary));
            assertThat(directory.adminKubeconfig()).exists();
            assertThat(Files.getPosixFilePermissions(directory.adminKubeconfig())).hasSize(2);
        }
        try (Purser purser = start(0)) {
            Api api = purser.adminApi();
            byte[] data =
                    api.get(SECRETS, "default", "kept")
                            .json()
                            .path("data")
                            .path("key")
                            .binaryValue();
            assertThat(new String(data, StandardCharsets.UTF_8)).isEqualTo(canary);
        }
        assertThat(filesThatHold(canary)).isEmpty();
    }

    private List<Path> filesThatHold(String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory.root())) {
            return files.filter(Files::isRegularFile).filter(file -> holds(file, text)).toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aBusyPortIsNamedAndLeavesNothingRunning() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(busy.getLocalPort()))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("port " + busy.getLocalPort())
                    .hasMessageContaining("--port");
        }
        start(0).close(); // the store was given back
    }

    @Test
    void aLostKeyFileIsAClearErrorAndNothingIsOverwritten() throws Exception {
        try (Purser purser = start(0)) {
            purser.adminApi().create(SECRETS, secret("sealed", "value"));
        }
        Path keys = keyFile();
        Files.move(keys, root.resolve("elsewhere"));

        assertThatThrownBy(() -> start(0))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("is missing");

        Files.move(root.resolve("elsewhere"), keys);
        try (Purser purser = start(0)) {
            assertThat(purser.adminApi().get(SECRETS, "default", "sealed").name())
                    .isEqualTo("sealed");
        }
    }

    private Path keyFile() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("keys"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void keysOfEarlierVersionsMoveOutOfTheDataDirectory() throws Exception {
        new KeyFile(directory.earlierKeys(), new SecureRandom()).create();
        Keyring earlier =
                new KeyFile(directory.earlierKeys(), new SecureRandom()).read().orElseThrow();
        try (Purser purser = start(0)) {
            purser.adminApi().create(SECRETS, secret("sealed", "value"));
        }
        assertThat(directory.earlierKeys()).doesNotExist();
        assertThat(keyFile()).content().contains(earlier.keys().getFirst().name());
        try (Purser purser = start(0)) {
            assertThat(purser.adminApi().get(SECRETS, "default", "sealed").name())
                    .isEqualTo("sealed");
        }
    }

    @Test
    void aDirectoryWithoutItsRecordOfKeysIsRefused() throws Exception {
        try (Purser purser = start(0)) {
            purser.adminApi().create(SECRETS, secret("sealed", "value"));
        }
        Files.delete(directory.custody());

        assertThatThrownBy(() -> start(0))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("custody.json is missing")
                .hasMessageContaining("/registry/secrets/default/sealed is encrypted");
    }

    @Test
    void librariesThatAKilledProcessLeftAreRemoved() throws Exception {
        Path left =
                Files.createFile(
                        directory.nativeLibraries().resolve("sqlite-3.0-x-libsqlitejdbc.so"));

        NativeLibraries.unpackInto(directory.nativeLibraries());

        assertThat(left).doesNotExist();
    }
}
