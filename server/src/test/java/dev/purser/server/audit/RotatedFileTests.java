package dev.purser.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.access.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatedFileTests {
    private static final byte[] HALF_A_MEGABYTE = new byte[600 * 1024];

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T07:20:30.123Z"));

    @TempDir private Path directory;

    private RotatedFile open(RotatedFile.Limits limits, OldFiles.Form form) throws IOException {
        return new RotatedFile(
                directory.resolve("deep/audit.log"), limits, form, clock, Runnable::run);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("deep"))) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void goesOnWithWhatIsThereAndIsPrivate() throws IOException {
        for (String text : List.of("a", "b")) {
            try (RotatedFile file = open(new RotatedFile.Limits(1, 0, 0), OldFiles.Form.PLAIN)) {
                file.write(line(text));
            }
        }

        Path log = directory.resolve("deep/audit.log");
        assertThat(Files.readString(log)).isEqualTo("a\nb\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void isRotatedBeforeItIsTooLarge() throws IOException {
        try (RotatedFile file = open(new RotatedFile.Limits(1, 0, 0), OldFiles.Form.PLAIN)) {
            file.write(HALF_A_MEGABYTE);
            file.write(HALF_A_MEGABYTE);
            // Twice within the same millisecond: neither overwrites the other.
            file.write(HALF_A_MEGABYTE);
        }

        assertThat(names())
                .containsExactly(
                        "audit-2026-11-23T07-20-30.123.log",
                        "audit-2026-11-23T07-20-30.124.log",
                        "audit.log");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("deep/audit.log"))))
                .isEqualTo("rw-------");
    }

    @Test
    void oldFilesGoByNumber() throws IOException {
        try (RotatedFile file = open(new RotatedFile.Limits(1, 2, 0), OldFiles.Form.PLAIN)) {
            for (int i = 0; i < 5; i++) {
                file.write(HALF_A_MEGABYTE);
                clock.advance(Duration.ofSeconds(1));
            }
        }

        assertThat(names())
                .containsExactly(
                        "audit-2026-11-23T07-20-33.123.log",
                        "audit-2026-11-23T07-20-34.123.log",
                        "audit.log");
    }

    @Test
    void oldFilesGoByAgeAndOthersStay() throws IOException {
        try (RotatedFile file = open(new RotatedFile.Limits(1, 0, 3), OldFiles.Form.PLAIN)) {
            Files.writeString(directory.resolve("deep/audit-mine.log"), "");
            file.write(HALF_A_MEGABYTE);
            file.write(HALF_A_MEGABYTE);
            clock.advance(Duration.ofDays(4));
            file.write(HALF_A_MEGABYTE);
        }

        assertThat(names())
                .containsExactly(
                        "audit-2026-11-27T07-20-30.123.log", "audit-mine.log", "audit.log");
    }

    @Test
    void oldFilesAreCompressed() throws IOException {
        try (RotatedFile file = open(new RotatedFile.Limits(1, 0, 0), OldFiles.Form.GZIP)) {
            file.write(line("first"));
            file.write(new byte[1024 * 1024]);
        }

        assertThat(names()).containsExactly("audit-2026-11-23T07-20-30.123.log.gz", "audit.log");
        Path old = directory.resolve("deep/audit-2026-11-23T07-20-30.123.log.gz");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(old))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("first\n");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(old)))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutALimitItGrows() throws IOException {
        try (RotatedFile file = open(new RotatedFile.Limits(0, 0, 0), OldFiles.Form.PLAIN)) {
            for (int i = 0; i < 4; i++) {
                file.write(HALF_A_MEGABYTE);
            }
        }

        assertThat(names()).containsExactly("audit.log");
    }

    @Test
    void aLineThatFitsInNoFileIsRefused() throws IOException {
        try (RotatedFile file = open(new RotatedFile.Limits(1, 0, 0), OldFiles.Form.PLAIN)) {
            assertThatThrownBy(() -> file.write(new byte[1024 * 1024 + 1]))
                    .hasMessage("write length 1048577 exceeds maximum file size 1048576");
        }
    }

    @Test
    void aFileThatSomebodyTookAwayIsBegunAnew() throws IOException {
        try (RotatedFile file = open(new RotatedFile.Limits(1, 0, 0), OldFiles.Form.PLAIN)) {
            file.write(line("a"));
            Path log = directory.resolve("deep/audit.log");
            Files.move(log, directory.resolve("deep/audit.log.1"));
            file.write(line("b"));

            assertThat(Files.readString(log)).isEqualTo("b\n");
        }
    }

    @Test
    void aFullDiskIsAnError() throws IOException {
        Files.createSymbolicLink(directory.resolve("full.log"), Path.of("/dev/full"));
        try (RotatedFile file =
                new RotatedFile(
                        directory.resolve("full.log"),
                        new RotatedFile.Limits(1, 0, 0),
                        OldFiles.Form.PLAIN,
                        clock,
                        Runnable::run)) {
            assertThatThrownBy(() -> file.write(line("a"))).isInstanceOf(IOException.class);
        }
    }
}
