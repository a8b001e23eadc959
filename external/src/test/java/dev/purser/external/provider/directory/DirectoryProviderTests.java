package dev.purser.external.provider.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.client.time.SystemTimers;
import dev.purser.external.provider.ChangeSource;
import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class DirectoryProviderTests {
    private final SystemTimers timers = new SystemTimers(Clock.systemUTC());

    @TempDir Path temporary;

    private Path root;
    private SecretsClient client;

    @BeforeEach
    void make() throws Exception {
        root = Files.createDirectory(temporary.resolve("root"));
        client = open("shared", "blue");
    }

    @AfterEach
    void end() {
        client.close();
        timers.close();
    }

    private SecretsClient open(String name, String namespace) throws ProviderException {
        DirectoryProvider provider =
                new DirectoryProvider(
                        List.of(
                                new SharedDirectory("shared", root, Set.of()),
                                new SharedDirectory("kept", root, Set.of("red"))),
                        timers,
                        new Random(1));
        return provider.open(
                new StoreConfig(
                        namespace,
                        "store",
                        JsonNodeFactory.instance.objectNode().put("name", name),
                        new FixedCredentials()));
    }

    private static void assertRefused(Kind kind, ThrowingCallable call) {
        ProviderException refusal = catchThrowableOfType(ProviderException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).as("%s", refusal.getMessage()).isEqualTo(kind);
    }

    private String read(String key, String property) throws Exception {
        return client.secret(RemoteKey.of(key).withProperty(property)).text();
    }

    @Nested
    class WhichDirectory {
        @Test
        void isOneThatTheServerShares() {
            assertRefused(Kind.BAD_CONFIGURATION, () -> open("other", "blue"));
            assertRefused(Kind.BAD_CONFIGURATION, () -> open("", "blue"));
            assertRefused(Kind.BAD_CONFIGURATION, () -> open(root.toString(), "blue"));
        }

        @Test
        void isOneThatIsForTheNamespace() throws Exception {
            open("kept", "red").close();

            assertRefused(Kind.BAD_CONFIGURATION, () -> open("kept", "blue"));
            assertRefused(Kind.BAD_CONFIGURATION, () -> open("kept", ""));
        }

        @Test
        void isUnavailableAndNotEmptyWhenItIsGone() throws Exception {
            Files.delete(root);

            assertRefused(Kind.UNAVAILABLE, () -> client.secret(RemoteKey.of("a")));
            assertRefused(Kind.UNAVAILABLE, client::validate);
            assertRefused(
                    Kind.UNAVAILABLE,
                    () -> client.find(new FindQuery("", Optional.empty(), Map.of())));
        }
    }

    @Nested
    class PathsOutside {
        private Path outside;

        @BeforeEach
        void put() throws IOException {
            outside = Files.createDirectory(temporary.resolve("outside"));
            Files.writeString(outside.resolve("password"), "not yours");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "/",
                    "/etc/passwd",
                    "../outside/password",
                    "a/../../outside/password",
                    "./a",
                    "a//b",
                    "a/",
                    "..",
                    "..data/password",
                    "a\0b"
                })
        void areNoKeys(String key) {
            assertRefused(Kind.UNSUPPORTED, () -> client.secret(RemoteKey.of(key)));
            assertRefused(Kind.UNSUPPORTED, () -> client.properties(RemoteKey.of(key)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"../outside", "..", "/", "/etc"})
        void areNotSearched(String path) {
            if (!path.equals("/")) {
                assertRefused(
                        Kind.UNSUPPORTED,
                        () -> client.find(new FindQuery(path, Optional.empty(), Map.of())));
            }
        }

        @Test
        void areNotReachedByLinks() throws Exception {
            Files.createDirectory(root.resolve("sub"));
            Files.createSymbolicLink(root.resolve("absolute"), outside.resolve("password"));
            Files.createSymbolicLink(root.resolve("relative"), Path.of("../outside/password"));
            Files.createSymbolicLink(
                    root.resolve("sub/winding"), Path.of(".././../outside/password"));
            Files.createSymbolicLink(root.resolve("directory"), Path.of("../outside"));
            Files.createSymbolicLink(root.resolve("again"), Path.of("relative"));

            for (String key :
                    List.of("absolute", "relative", "sub/winding", "directory/password", "again")) {
                assertRefused(Kind.DENIED, () -> client.secret(RemoteKey.of(key)));
            }
            assertRefused(Kind.DENIED, () -> client.properties(RemoteKey.of("directory")));
            assertThat(client.find(new FindQuery("", Optional.empty(), Map.of()))).isEmpty();
            assertThat(client.properties(RemoteKey.of("."))).isEmpty();
        }

        @Test
        void areNotReachedWhileLinksAreExchanged() throws Exception {
            Files.createDirectory(root.resolve("inside"));
            Files.writeString(root.resolve("inside/password"), "yours");
            Path door = root.resolve("door");
            Files.createSymbolicLink(door, Path.of("inside"));
            Thread mover =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; !Thread.interrupted(); i++) {
                                    turn(door, i % 2 == 0 ? outside : Path.of("inside"));
                                }
                            });
            try {
                for (int i = 0; i < 2_000; i++) {
                    assertThat(tryRead("door/password")).isNotEqualTo("not yours");
                }
            } finally {
                mover.interrupt();
                mover.join();
            }
        }

        private String tryRead(String key) throws Exception {
            try {
                return read(key, "");
            } catch (ProviderException e) {
                return e.kind().toString();
            }
        }
    }

    private void turn(Path link, Path target) {
        try {
            Path fresh = temporary.resolve("turning");
            Files.createSymbolicLink(fresh, target);
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void linksInsideAreFollowedAndCirclesEnd() throws Exception {
        Files.createDirectory(root.resolve("sub"));
        Files.writeString(root.resolve("sub/file"), "value");
        Files.createSymbolicLink(root.resolve("link"), Path.of("sub/../sub/file"));
        Files.createSymbolicLink(root.resolve("sub/up"), Path.of(".."));
        Files.createSymbolicLink(root.resolve("circle"), Path.of("circle"));

        assertThat(read("link", "")).isEqualTo("value");
        assertThat(read("sub/up/sub/file", "")).isEqualTo("value");
        assertRefused(Kind.DENIED, () -> client.secret(RemoteKey.of("circle")));
        assertThat(client.find(new FindQuery("", Optional.empty(), Map.of())))
                .containsOnlyKeys("sub/file", "link");
    }

    @Test
    void whatIsNoFileIsNotRead() throws Exception {
        int made = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start().waitFor();
        assertThat(made).isZero();
        Files.createSymbolicLink(root.resolve("device"), Path.of("/dev/zero"));

        assertRefused(Kind.DENIED, () -> client.secret(RemoteKey.of("pipe")));
        assertRefused(Kind.DENIED, () -> client.secret(RemoteKey.of("device")));
        assertThat(client.properties(RemoteKey.of("."))).isEmpty();
    }

    @Test
    void aFileMayHaveAMebibyteAndNoMore() throws Exception {
        Files.write(root.resolve("most"), new byte[RootedFiles.FILE_BYTES_MAX]);
        Files.write(root.resolve("more"), new byte[RootedFiles.FILE_BYTES_MAX + 1]);

        assertThat(client.secret(RemoteKey.of("most")).size()).isEqualTo(1024 * 1024);
        assertRefused(Kind.BAD_VALUE, () -> client.secret(RemoteKey.of("more")));
    }

    @Test
    void filesHaveNoVersionsMetadataOrTags() throws Exception {
        Files.writeString(root.resolve("a"), "value");

        assertRefused(Kind.UNSUPPORTED, () -> client.secret(RemoteKey.of("a").withVersion("1")));
        assertRefused(Kind.UNSUPPORTED, () -> client.secret(RemoteKey.of("a").withMetadata()));
        assertRefused(
                Kind.UNSUPPORTED,
                () -> client.find(new FindQuery("", Optional.empty(), Map.of("a", "b"))));
    }

    @Nested
    class DirectoriesAsObjects {
        @BeforeEach
        void put() throws IOException {
            Files.createDirectories(root.resolve("db/inner"));
            Files.writeString(root.resolve("db/user"), "admin");
            Files.writeString(root.resolve("db/tls.crt"), "certificate");
            Files.writeString(root.resolve("db/more.json"), "{\"a\": {\"b\": \"deep\"}}");
            Files.writeString(root.resolve("db/more.yaml"), "a:\n  b: below\n  n: 08080\n");
            Files.writeString(root.resolve("db/inner/file"), "further down");
            Files.writeString(root.resolve("top"), "at the top");
        }

        @Test
        void haveTheirFilesForProperties() throws Exception {
            assertThat(client.properties(RemoteKey.of("db")))
                    .containsOnlyKeys("user", "tls.crt", "more.json", "more.yaml");
            assertThat(client.properties(RemoteKey.of("."))).containsOnlyKeys("top");
            assertThat(read("db", "user")).isEqualTo("admin");
            assertThat(read("db", "tls.crt")).isEqualTo("certificate");
            assertThat(read("db", "")).startsWith("{").contains("\"user\":\"admin\"");
        }

        @Test
        void haveWhatIsInTheirFilesForProperties() throws Exception {
            assertThat(read("db", "more.json.a.b")).isEqualTo("deep");
            assertThat(read("db", "more.yaml.a.b")).isEqualTo("below");
            assertThat(client.properties(RemoteKey.of("db").withProperty("more.json.a")))
                    .containsOnlyKeys("b");
            assertRefused(
                    Kind.NOT_FOUND,
                    () -> client.secret(RemoteKey.of("db").withProperty("more.json.x")));
            assertRefused(
                    Kind.NOT_FOUND, () -> client.secret(RemoteKey.of("db").withProperty("inner")));
            assertRefused(
                    Kind.NOT_FOUND, () -> client.secret(RemoteKey.of("db").withProperty("../top")));
        }
    }

    @Test
    void yamlHasProperties() throws Exception {
        Files.writeString(root.resolve("a.yaml"), "db:\n  user: admin\n  ports: [1, 2]\n");

        assertThat(read("a.yaml", "db.user")).isEqualTo("admin");
        assertThat(read("a.yaml", "db.ports.1")).isEqualTo("2");
        assertThat(client.properties(RemoteKey.of("a.yaml"))).containsOnlyKeys("db");
    }

    @Test
    void brokenYamlIsNotShown() throws Exception {
        Files.writeString(root.resolve("a.yaml"), "db: *hidden-value\n");

        ProviderException refusal =
                catchThrowableOfType(
                        ProviderException.class,
                        () -> client.secret(RemoteKey.of("a.yaml").withProperty("db")));

        assertThat(refusal.kind()).isEqualTo(Kind.BAD_VALUE);
        assertThat(refusal.getMessage()).doesNotContain("hidden-value");
    }

    @Nested
    class VolumesOfKubernetes {
        private int turns;

        @BeforeEach
        void mount() throws IOException {
            turnTo("first");
            Files.createSymbolicLink(root.resolve("password"), Path.of("..data/password"));
            Files.createSymbolicLink(root.resolve("user"), Path.of("..data/user"));
        }

        /// As a kubelet does: a new directory, the link turned to it, the old one removed.
        private void turnTo(String value) throws IOException {
            String name = "..2026_%d".formatted(turns);
            Path fresh = Files.createDirectory(root.resolve(name));
            Files.writeString(fresh.resolve("password"), value);
            Files.writeString(fresh.resolve("user"), "admin");
            turn(root.resolve("..data"), Path.of(name));
            if (turns > 0) {
                Path old = root.resolve("..2026_%d".formatted(turns - 1));
                Files.delete(old.resolve("password"));
                Files.delete(old.resolve("user"));
                Files.delete(old);
            }
            turns++;
        }

        @Test
        void showTheirKeysAlone() throws Exception {
            assertThat(client.properties(RemoteKey.of("."))).containsOnlyKeys("password", "user");
            assertThat(client.find(new FindQuery("", Optional.empty(), Map.of())))
                    .containsOnlyKeys("password", "user");
        }

        @Test
        void tellWhenTheirValuesAreExchanged() throws Exception {
            BlockingQueue<ChangeSource.Change> told = new LinkedBlockingQueue<>();
            try (ChangeSource.Subscription _ = ((ChangeSource) client).subscribe(told::add)) {
                turnTo("second");

                assertThat(told.poll(10, TimeUnit.SECONDS))
                        .isInstanceOfSatisfying(
                                ChangeSource.Change.Keys.class,
                                keys -> assertThat(keys.keys()).contains("password", "."));
                assertThat(read("password", "")).isEqualTo("second");
            }
        }

        @Test
        void areNeverWithoutAKeyWhileTheirValuesAreExchanged() throws Exception {
            Thread kubelet =
                    Thread.ofPlatform()
                            .start(() ->
                                    IntStream.range(0, 300)
                                            .forEach(i -> turnQuietly("value-" + i)));
            while (kubelet.isAlive()) {
                assertThat(read("password", "")).matches("first|value-\\d+");
            }
            kubelet.join();
        }

        private void turnQuietly(String value) {
            try {
                turnTo(value);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Nested
    class Changes {
        private final BlockingQueue<ChangeSource.Change> told = new LinkedBlockingQueue<>();

        private void await(String key) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
            while (System.nanoTime() < end) {
                ChangeSource.Change change = told.poll(100, TimeUnit.MILLISECONDS);
                if (change instanceof ChangeSource.Change.Keys(var keys) && keys.contains(key)) {
                    return;
                }
            }
            throw new AssertionError(key + " was not told");
        }

        @Test
        void areToldOfDirectoriesThatCome() throws Exception {
            try (ChangeSource.Subscription _ = ((ChangeSource) client).subscribe(told::add)) {
                Files.createDirectories(root.resolve("a/b"));
                Files.writeString(root.resolve("a/b/c"), "1");
                await("a/b/c");
                Files.writeString(root.resolve("a/b/c"), "2");
                await("a/b");
                Files.createSymbolicLink(root.resolve("link"), Path.of("a/b/c"));
                await("link");
                Files.writeString(root.resolve("a/b/c"), "longer");
                await("link");
            }
        }

        @Test
        void areToldWhenTheDirectoryItselfComesBack() throws Exception {
            Files.writeString(root.resolve("a"), "1");
            try (ChangeSource.Subscription _ = ((ChangeSource) client).subscribe(told::add)) {
                Files.move(root, temporary.resolve("away"));
                Files.createDirectory(root);
                Files.writeString(root.resolve("a"), "another");
                await("a");
                Files.writeString(root.resolve("b"), "1");
                await("b");
            }
        }

        @Test
        void areToldLaterWhenThereIsNoDirectoryYet() throws Exception {
            Files.delete(root);
            try (ChangeSource.Subscription _ = ((ChangeSource) client).subscribe(told::add)) {
                Files.createDirectory(root);

                assertThat(told.poll(15, TimeUnit.SECONDS))
                        .isInstanceOf(ChangeSource.Change.Anything.class);
            }
        }
    }
}
