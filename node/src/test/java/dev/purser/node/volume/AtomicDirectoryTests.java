package dev.purser.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.client.testing.ManualTimers;
import dev.purser.node.source.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AtomicDirectoryTests {
    private static final PodOwnership NOBODY =
            new PodOwnership(OptionalInt.empty(), OptionalInt.empty());
    private static final PodOwnership GROUP =
            new PodOwnership(OptionalInt.of(3000), OptionalInt.empty());

    @TempDir Path temporary;
    private Path root;
    private final TestFiles files = new TestFiles();
    private final VolumeHost host =
            new VolumeHost(
                    files,
                    new TestMounts(),
                    new ManualTimers(Instant.parse("2026-11-23T01:30:05Z")),
                    new Random(1),
                    0);

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(temporary.resolve("volume"));
    }

    private AtomicDirectory directory(PodOwnership ownership) {
        return new AtomicDirectory(root, ownership, host);
    }

    private static SortedMap<String, FileProjection> payload(String... pathsAndTexts) {
        SortedMap<String, FileProjection> payload = new TreeMap<>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            payload.put(
                    pathsAndTexts[i], new FileProjection(Content.of(pathsAndTexts[i + 1]), 0644));
        }
        return payload;
    }

    private Object inode(String path) throws IOException {
        return Files.getAttribute(
                root.resolve(path), "unix:ino", java.nio.file.LinkOption.NOFOLLOW_LINKS);
    }

    @Nested
    class Layout {
        @Test
        void isThatOfKubernetes() throws Exception {
            boolean changed =
                    directory(NOBODY)
                            .write(
                                    payload(
                                            "level",
                                            "info",
                                            "dir/sub/app.conf",
                                            "a=1",
                                            "dir/x",
                                            ""));

            assertThat(changed).isTrue();
            assertThat(Listing.of(root))
                    .isEqualTo(
                            Map.of(
                                    "..data", "-> TIME",
                                    "TIME", "d 0755",
                                    "TIME/level", "0644 info",
                                    "TIME/dir", "d 0755",
                                    "TIME/dir/x", "0644 ",
                                    "TIME/dir/sub", "d 0755",
                                    "TIME/dir/sub/app.conf", "0644 a=1",
                                    "level", "-> ..data/level",
                                    "dir", "-> ..data/dir"));
            assertThat(Files.readSymbolicLink(root.resolve("..data")).toString())
                    .matches("\\.\\.2026_11_23_01_30_05\\.\\d+");
            assertThat(Files.readString(root.resolve("dir/sub/app.conf"))).isEqualTo("a=1");
        }

        @Test
        void ofNothingIsAnEmptyState() throws Exception {
            directory(NOBODY).write(payload());

            assertThat(Listing.of(root)).isEqualTo(Map.of("..data", "-> TIME", "TIME", "d 0755"));
        }

        @Test
        void givesTheGroupAccess() throws Exception {
            SortedMap<String, FileProjection> payload = payload("open", "1");
            payload.put("dir/private", new FileProjection(Content.of("2"), 0400));
            directory(GROUP).write(payload);

            Path data = root.resolve(Files.readSymbolicLink(root.resolve("..data")));
            assertThat(Listing.of(root))
                    .containsEntry("TIME", "d 2755")
                    .containsEntry("TIME/dir", "d 2755")
                    .containsEntry("TIME/open", "0644 1")
                    .containsEntry("TIME/dir/private", "0440 2");
            assertThat(files.owner(data)).isEqualTo(":3000");
            assertThat(files.owner(data.resolve("dir"))).isEqualTo(":3000");
            assertThat(files.owner(data.resolve("dir/private"))).isEqualTo(":3000");
        }

        @Test
        void givesAFileAndItsLinkToTheirUser() throws Exception {
            SortedMap<String, FileProjection> payload = payload("ca.crt", "x");
            payload.put("token", new FileProjection(Content.of("t"), 0600, OptionalInt.of(1000)));
            directory(NOBODY).write(payload);

            Path data = root.resolve(Files.readSymbolicLink(root.resolve("..data")));
            assertThat(files.owner(data.resolve("token"))).isEqualTo("1000:");
            assertThat(files.owner(root.resolve("token"))).isEqualTo("1000:");
            assertThat(files.owner(root.resolve("ca.crt"))).isEmpty();
        }
    }

    @Nested
    class Update {
        @Test
        void replacesTheDataLinkAndKeepsTheOthers() throws Exception {
            directory(NOBODY).write(payload("kept", "1", "gone", "2"));
            Object kept = inode("kept");
            Object data = inode("..data");

            boolean changed = directory(NOBODY).write(payload("kept", "3", "added", "4"));

            assertThat(changed).isTrue();
            assertThat(Listing.of(root))
                    .isEqualTo(
                            Map.of(
                                    "..data", "-> TIME",
                                    "TIME", "d 0755",
                                    "TIME/kept", "0644 3",
                                    "TIME/added", "0644 4",
                                    "kept", "-> ..data/kept",
                                    "added", "-> ..data/added"));
            assertThat(inode("kept")).isEqualTo(kept);
            assertThat(inode("..data")).isNotEqualTo(data);
        }

        @Test
        void toTheSameContentTouchesNothing() throws Exception {
            directory(NOBODY).write(payload("a", "1", "b/c", "2"));
            int changes = files.changes();

            assertThat(directory(NOBODY).write(payload("a", "1", "b/c", "2"))).isFalse();
            assertThat(files.changes()).isEqualTo(changes);
        }

        @Test
        void seesARemovedKeyAlone() throws Exception {
            directory(NOBODY).write(payload("a", "1", "dir/b", "2"));

            assertThat(directory(NOBODY).write(payload("a", "1"))).isTrue();
            assertThat(Listing.of(root)).doesNotContainKey("dir").doesNotContainKey("TIME/dir");
        }

        @Test
        void mayTurnAFileIntoADirectory() throws Exception {
            directory(NOBODY).write(payload("a", "1"));
            directory(NOBODY).write(payload("a/b", "2"));

            assertThat(Files.readString(root.resolve("a/b"))).isEqualTo("2");
        }

        @Test
        void restoresAVisibleLinkThatIsMissing() throws Exception {
            directory(NOBODY).write(payload("a", "1"));
            Files.delete(root.resolve("a"));

            assertThat(directory(NOBODY).write(payload("a", "1"))).isFalse();
            assertThat(Files.readString(root.resolve("a"))).isEqualTo("1");
        }

        @Test
        void leavesFilesOfOthersAlone() throws Exception {
            Files.writeString(root.resolve("foreign"), "x");
            directory(NOBODY).write(payload("a", "1"));

            assertThat(Listing.of(root)).containsKey("foreign");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''         | invalid path: must not be empty: ""
                    /etc/x     | invalid path: must be relative path: /etc/x
                    a/../b     | invalid path: must not contain '..': a/../b
                    ..         | invalid path: must not contain '..': ..
                    ..data     | invalid path: must not start with '..': ..data
                    ..x/y      | invalid path: must not start with '..': ..x/y
                    """)
    void refusesPathsThatLeadOut(String path, String message) {
        assertThatThrownBy(() -> directory(NOBODY).write(payload(path, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void refusesNamesThatAreTooLong() {
        assertThatThrownBy(() -> directory(NOBODY).write(payload("x".repeat(256), "1")))
                .hasMessage("invalid path: filenames must be less than or equal to 255 characters");
        assertThatThrownBy(() -> directory(NOBODY).write(payload("xyz/".repeat(1025), "1")))
                .hasMessage("invalid path: must be less than or equal to 4096 characters");
    }
}
