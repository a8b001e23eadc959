package dev.purser.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.client.testing.ManualTimers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRotationTests {
    @TempDir Path directory;
    private final ManualTimers clock = new ManualTimers(Instant.parse("2026-11-23T01:30:05Z"));
    private final List<String> reopened = new ArrayList<>();
    private boolean refuses;
    private Path file;
    private LogRotation rotation;

    private final RotatingLogs logs =
            new RotatingLogs() {
                @Override
                public List<Open> open() {
                    return List.of(new Open("id", file));
                }

                @Override
                public void reopen(String containerId) throws IOException {
                    if (refuses) {
                        throw new IOException("refused");
                    }
                    reopened.add(containerId);
                    Files.writeString(file, "");
                }
            };

    @BeforeEach
    void open() {
        file = directory.resolve("0.log");
        rotation = new LogRotation(logs, clock, new LogRotation.Bounds(10, 3));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private List<String> names() throws IOException {
        try (var paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void leavesSmallLogsAlone() throws Exception {
        write("123456789");
        rotation.rotateLargeLogs();

        assertThat(names()).containsExactly("0.log");
        assertThat(reopened).isEmpty();
    }

    @Test
    void renamesALargeLogAndHasItReopened() throws Exception {
        write("1234567890");
        rotation.rotateLargeLogs();

        assertThat(names()).containsExactly("0.log", "0.log.20261123-013005");
        assertThat(directory.resolve("0.log.20261123-013005")).hasContent("1234567890");
        assertThat(reopened).containsExactly("id");
    }

    @Test
    void compressesOlderFilesAndDeletesTheOldest() throws Exception {
        for (String text : new String[] {"first 12345", "second 12345", "third 12345"}) {
            write(text);
            rotation.rotateLargeLogs();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(names())
                .containsExactly("0.log", "0.log.20261123-013006.gz", "0.log.20261123-013007");
        try (var in =
                new GZIPInputStream(
                        Files.newInputStream(directory.resolve("0.log.20261123-013006.gz")))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("second 12345");
        }
    }

    @Test
    void keepsTheLogWhenTheRuntimeRefuses() throws Exception {
        write("1234567890");
        refuses = true;
        rotation.rotateLargeLogs();

        assertThat(names()).containsExactly("0.log");
        assertThat(file).hasContent("1234567890");
    }

    @Test
    void clearsAwayAnInterruptedCompression() throws Exception {
        write("1234567890");
        Files.writeString(directory.resolve("0.log.20261122-000000.tmp"), "half");
        Files.writeString(directory.resolve("unrelated.tmp"), "x");
        rotation.rotateLargeLogs();

        assertThat(names()).containsExactly("0.log", "0.log.20261123-013005", "unrelated.tmp");
    }
}
