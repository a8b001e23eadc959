package dev.purser.node.log;

import static dev.purser.node.source.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.status.StatusException;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.NodeStreams;
import dev.purser.node.linux.OpenFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLogsTests {
    private static final String LINES =
            """
            2026-11-23T01:00:01.5Z stdout F one
            2026-11-23T01:00:02.000000001Z stderr F two
            2026-11-23T01:00:03.25+00:00 stdout P thr
            2026-11-23T01:00:04Z stdout F ee
            2026-11-23T01:00:05Z stdout P no newline
            """;

    @TempDir Path directory;
    private LogChanges changes;
    private ContainerLogs logs;
    private Path file;
    private volatile boolean running;

    @BeforeEach
    void open() throws IOException {
        changes = new LogChanges(FileSystems.getDefault());
        logs = new ContainerLogs(changes, new OpenFiles(), Duration.ofMillis(20));
        file = directory.resolve("0.log");
    }

    @Test
    void leadsNowhereByALink() throws IOException {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), LINES);
        Files.createSymbolicLink(file, elsewhere);
        assertThatThrownBy(() -> LogFile.open(file)).isInstanceOf(IOException.class);
    }

    @AfterEach
    void close() throws IOException {
        changes.close();
    }

    private final ContainerLog log =
            new ContainerLog() {
                @Override
                public Path file() {
                    return file;
                }

                @Override
                public boolean isRunning() {
                    return running;
                }
            };

    private static Wish wish() {
        return new Wish();
    }

    /// Builds requests.
    private static final class Wish {
        private LogRequest.Mode mode = LogRequest.Mode.SNAPSHOT;
        private LogRequest.Timestamps timestamps = LogRequest.Timestamps.HIDDEN;
        private LogRequest.Stream stream = LogRequest.Stream.ALL;
        private OptionalLong tail = OptionalLong.empty();
        private OptionalLong limit = OptionalLong.empty();
        private Optional<Instant> since = Optional.empty();

        Wish follow() {
            mode = LogRequest.Mode.FOLLOW;
            return this;
        }

        Wish timestamps() {
            timestamps = LogRequest.Timestamps.SHOWN;
            return this;
        }

        Wish stream(LogRequest.Stream only) {
            stream = only;
            return this;
        }

        Wish tail(long lines) {
            tail = OptionalLong.of(lines);
            return this;
        }

        Wish limit(long bytes) {
            limit = OptionalLong.of(bytes);
            return this;
        }

        Wish since(String time) {
            since = Optional.of(Instant.parse(time));
            return this;
        }

        LogRequest request() {
            return new LogRequest(
                    new NodeStreams.PodKey("ns", "p", "uid"),
                    "c",
                    LogRequest.Instance.CURRENT,
                    mode,
                    timestamps,
                    tail,
                    since,
                    limit,
                    stream);
        }
    }

    private String read(Wish wish) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        logs.copy(log, wish.request(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private String readUnchecked(Wish wish) {
        try {
            return read(wish);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String line(String text) {
        return "2026-11-23T02:00:00Z stdout F " + text + "\n";
    }

    @Nested
    class Reading {
        @BeforeEach
        void write() throws IOException {
            append(LINES);
        }

        @Test
        void joinsPartsAndBothStreams() throws Exception {
            assertThat(read(wish())).isEqualTo("one\ntwo\nthree\nno newline");
        }

        @Test
        void waitsForWhatIsWrittenAfterTheEnd() throws Exception {
            CompletableFuture<String> shown;
            try (OutputStream late = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                shown = CompletableFuture.supplyAsync(() -> readUnchecked(wish().tail(1)));
                for (int i = 0; i < 500; i++) {
                    late.write(("\n" + line("late " + i)).getBytes(StandardCharsets.UTF_8));
                }
            }
            assertThat(shown.get(10, TimeUnit.SECONDS)).isEqualTo("late 499\n");
        }

        @Test
        void showsOneStream() throws Exception {
            assertThat(read(wish().stream(LogRequest.Stream.STDERR))).isEqualTo("two\n");
            assertThat(read(wish().stream(LogRequest.Stream.STDOUT)))
                    .isEqualTo("one\nthree\nno newline");
        }

        @Test
        void showsTheTimeOfEachLine() throws Exception {
            assertThat(read(wish().timestamps()))
                    .isEqualTo(
                            """
                            2026-11-23T01:00:01.500000000Z one
                            2026-11-23T01:00:02.000000001Z two
                            2026-11-23T01:00:03.250000000Z three
                            2026-11-23T01:00:05.000000000Z no newline\
                            """);
        }

        @Test
        void showsOnlyTheLastRecords() throws Exception {
            assertThat(read(wish().tail(0))).isEmpty();
            assertThat(read(wish().tail(1))).isEqualTo("no newline");
            assertThat(read(wish().tail(4))).isEqualTo("two\nthree\nno newline");
            assertThat(read(wish().tail(5))).isEqualTo("one\ntwo\nthree\nno newline");
            assertThat(read(wish().tail(99))).isEqualTo("one\ntwo\nthree\nno newline");
        }

        @Test
        void showsOnlyWhatIsNewEnough() throws Exception {
            assertThat(read(wish().since("2026-11-23T01:00:03.25Z")))
                    .isEqualTo("three\nno newline");
        }

        @Test
        void stopsAtTheLimitOfBytes() throws Exception {
            assertThat(read(wish().limit(6))).isEqualTo("one\ntw");
            assertThat(read(wish().limit(0))).isEmpty();
            assertThat(read(wish().limit(1000))).isEqualTo("one\ntwo\nthree\nno newline");
        }

        @Test
        void skipsWhatIsNoRecord() throws Exception {
            append("garbage\n2026-11-23T01:00:05Z stdin F x\nyesterday stdout F x\n\n");
            append(line("end"));

            assertThat(read(wish())).isEqualTo("one\ntwo\nthree\nno newlineend\n");
        }

        @Test
        void keepsTextAsItIs() throws Exception {
            Files.delete(file);
            append(line("  ä $(X)\r") + line("") + "2026-11-23T01:00:05Z stdout F:x tagged\n");

            assertThat(read(wish())).isEqualTo("  ä $(X)\r\n\ntagged\n");
        }

        @Test
        void copesWithLinesLargerThanAnyBuffer() throws Exception {
            Files.delete(file);
            String large = "x".repeat(300_000);
            append(line("first") + line(large) + line("last"));

            assertThat(read(wish())).isEqualTo("first\n" + large + "\nlast\n");
            assertThat(read(wish().tail(2))).isEqualTo(large + "\nlast\n");
        }
    }

    @Nested
    class MissingLogs {
        @Test
        void areToldAsKubeletDoes() {
            assertThatThrownBy(() -> read(wish()))
                    .isInstanceOf(StatusException.class)
                    .hasMessage(
                            ("failed to try resolving symlinks in path \"%s\": lstat %s: no such"
                                            + " file or directory")
                                    .formatted(file, file));
        }
    }

    @Nested
    class Following {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        private CompletableFuture<Void> start(Wish wish, OutputStream to) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            logs.copy(log, wish.follow().request(), to);
                            end.complete(null);
                        } catch (IOException | InterruptedException e) {
                            end.completeExceptionally(e);
                        }
                    });
            return end;
        }

        private void awaitText(String text) throws Exception {
            eventually(text, () -> out.toString(StandardCharsets.UTF_8).equals(text));
        }

        @BeforeEach
        void run() throws IOException {
            running = true;
            append(line("one"));
        }

        @Test
        void showsNewLinesUntilTheContainerEnds() throws Exception {
            CompletableFuture<Void> end = start(wish(), out);
            awaitText("one\n");
            append(line("two"));
            awaitText("one\ntwo\n");
            append("2026-11-23T02:00:00Z stdout F hal");
            append("f\n");
            awaitText("one\ntwo\nhalf\n");
            assertThat(end).isNotDone();

            append(line("last"));
            running = false;

            end.get(10, TimeUnit.SECONDS);
            awaitText("one\ntwo\nhalf\nlast\n");
        }

        @Test
        void beginsWithTheLastLines() throws Exception {
            append(line("two"));
            CompletableFuture<Void> end = start(wish().tail(1), out);
            awaitText("two\n");
            append(line("three"));
            awaitText("two\nthree\n");
            running = false;

            end.get(10, TimeUnit.SECONDS);
        }

        @Test
        void goesOverToTheNewFileAfterARotation() throws Exception {
            CompletableFuture<Void> end = start(wish(), out);
            awaitText("one\n");
            Path rotated = directory.resolve("0.log.1");
            Files.move(file, rotated);
            Files.writeString(rotated, line("two"), StandardOpenOption.APPEND);
            awaitText("one\ntwo\n");
            append(line("three"));
            awaitText("one\ntwo\nthree\n");
            running = false;

            end.get(10, TimeUnit.SECONDS);
        }

        /// As containerd does with what it has read when a log is opened anew, or has ended.
        private void writeLate(OutputStream late, StringBuilder expected) throws IOException {
            for (int i = 0; i < 500; i++) {
                late.write(line("late " + i).getBytes(StandardCharsets.UTF_8));
                expected.append("late ").append(i).append('\n');
                Thread.yield();
            }
        }

        @Test
        void leavesNothingOutThatIsWrittenLateIntoARotatedFile() throws Exception {
            StringBuilder expected = new StringBuilder("one\n");
            CompletableFuture<Void> end;
            try (OutputStream late = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                end = start(wish(), out);
                awaitText("one\n");
                Files.move(file, directory.resolve("0.log.1"));
                append(line("new"));
                writeLate(late, expected);
            }
            awaitText(expected.append("new\n").toString());
            running = false;

            end.get(10, TimeUnit.SECONDS);
        }

        @Test
        void leavesNothingOutThatIsWrittenAfterTheEnd() throws Exception {
            StringBuilder expected = new StringBuilder("one\n");
            CompletableFuture<Void> end;
            try (OutputStream late = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                end = start(wish(), out);
                awaitText("one\n");
                running = false;
                writeLate(late, expected);
            }

            end.get(10, TimeUnit.SECONDS);
            awaitText(expected.toString());
        }

        @Test
        void endsThoughTheRotatedFileIsDeletedWhileItIsWritten() throws Exception {
            Path rotated = directory.resolve("0.log.1");
            try (OutputStream late = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                CompletableFuture<Void> end = start(wish(), out);
                awaitText("one\n");
                Files.move(file, rotated);
                append(line("two"));
                Files.delete(rotated);
                awaitText("one\ntwo\n");
                late.write('x');
                running = false;

                end.get(10, TimeUnit.SECONDS);
            }
        }

        @Test
        void endsWhenTheReaderIsGone() throws Exception {
            CompletableFuture<Void> end =
                    start(
                            wish(),
                            new OutputStream() {
                                @Override
                                public void write(int b) throws IOException {
                                    throw new IOException("gone");
                                }
                            });

            assertThatThrownBy(() -> end.get(10, TimeUnit.SECONDS)).hasMessageContaining("gone");
        }

        @Test
        void endsAtTheLimitOfBytes() throws Exception {
            CompletableFuture<Void> end = start(wish().limit(6), out);
            append(line("two"));

            end.get(10, TimeUnit.SECONDS);
            awaitText("one\ntw");
        }

        @Test
        void ofManyReadersIsIndependent() throws Exception {
            ByteArrayOutputStream other = new ByteArrayOutputStream();
            CompletableFuture<Void> first = start(wish(), out);
            CompletableFuture<Void> second = start(wish().limit(4), other);
            second.get(10, TimeUnit.SECONDS);
            append(line("two"));
            awaitText("one\ntwo\n");
            running = false;

            first.get(10, TimeUnit.SECONDS);
            assertThat(other.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
        }
    }
}
