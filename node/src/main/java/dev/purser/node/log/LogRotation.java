package dev.purser.node.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the logs of containers within bounds, as kubelet does: a log that is too large is renamed
/// and begun anew, the files before are compressed, and the oldest are deleted. For one thread.
///
/// ```
/// 0.log                       being written
/// 0.log.20261123-013000       the last rotated file
/// 0.log.20261123-012000.gz    older ones
/// ```
public final class LogRotation {
    private static final Logger LOG = LoggerFactory.getLogger(LogRotation.class);
    private static final String COMPRESSED = ".gz";
    private static final String UNFINISHED = ".tmp";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final RotatingLogs logs;
    private final InstantSource clock;
    private final Bounds bounds;

    public LogRotation(RotatingLogs logs, InstantSource clock, Bounds bounds) {
        this.logs = logs;
        this.clock = clock;
        this.bounds = bounds;
    }

    /// How much of a container's log is kept.
    ///
    /// @param maxBytes the size from which on a log is rotated
    /// @param maxFiles the most files, the one being written included; at least 2
    public record Bounds(long maxBytes, int maxFiles) {
        public Bounds {
            if (maxFiles < 2) {
                throw new IllegalArgumentException("rotation needs at least two files");
            }
        }

        /// Kubelet's: five files of 10 MiB.
        public static Bounds usual() {
            return new Bounds(10L * 1024 * 1024, 5);
        }
    }

    /// Rotates every log that is too large. Is called every few seconds; a log that cannot be
    /// rotated is tried again the next time.
    public void rotateLargeLogs() {
        for (RotatingLogs.Open log : logs.open()) {
            try {
                if (Files.exists(log.file()) && Files.size(log.file()) >= bounds.maxBytes()) {
                    rotate(log);
                }
            } catch (IOException e) {
                LOG.warn("the log {} cannot be rotated: {}", log.file(), e.toString());
            }
        }
    }

    private void rotate(RotatingLogs.Open log) throws IOException {
        List<Path> old = cleanRotated(log.file());
        int kept = bounds.maxFiles() - 2;
        int excess = Math.max(0, old.size() - kept);
        for (Path file : old.subList(0, excess)) {
            Files.delete(file);
        }
        for (Path file : old.subList(excess, old.size())) {
            if (!file.toString().endsWith(COMPRESSED)) {
                compress(file);
            }
        }
        renameAndReopen(log);
    }

    /// The rotated files from the oldest on, after removing what an interrupted compression left.
    private static List<Path> cleanRotated(Path file) throws IOException {
        List<Path> rotated = new ArrayList<>();
        String prefix = file.getFileName() + ".";
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(file.resolveSibling("."))) {
            for (Path entry : entries) {
                Path path = file.resolveSibling(entry.getFileName());
                String name = path.getFileName().toString();
                if (name.startsWith(prefix) && name.endsWith(UNFINISHED)) {
                    Files.delete(path);
                } else if (name.startsWith(prefix)) {
                    rotated.add(path);
                }
            }
        }
        rotated.sort(Comparator.comparing(Path::toString));
        return rotated;
    }

    private static void compress(Path file) throws IOException {
        Path unfinished = Path.of(file + UNFINISHED);
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new GZIPOutputStream(Files.newOutputStream(unfinished))) {
            in.transferTo(out);
        }
        Files.move(unfinished, Path.of(file + COMPRESSED), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(file);
    }

    private void renameAndReopen(RotatingLogs.Open log) throws IOException {
        Path rotated = Path.of(log.file() + "." + STAMP.format(clock.instant()));
        Files.move(log.file(), rotated, StandardCopyOption.ATOMIC_MOVE);
        try {
            logs.reopen(log.containerId());
        } catch (IOException e) {
            if (!Files.exists(log.file())) {
                Files.move(rotated, log.file(), StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
    }
}
