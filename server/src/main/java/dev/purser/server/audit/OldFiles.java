package dev.purser.server.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files that a rotated log left behind: how they are named, and how many stay. Thread-safe.
final class OldFiles {
    /// Whether old files are compressed.
    enum Form {
        PLAIN,
        GZIP
    }

    private static final Logger LOG = LoggerFactory.getLogger(OldFiles.class);
    private static final String GZIP_SUFFIX = ".gz";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss.SSS");

    private final Path directory;
    private final String prefix;
    private final String suffix;
    private final RotatedFile.Limits limits;
    private final Form form;

    /// @param path of the newest file
    OldFiles(Path path, RotatedFile.Limits limits, Form form) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " is no file");
        }
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        this.directory = parent;
        this.prefix = (dot < 0 ? name : name.substring(0, dot)) + "-";
        this.suffix = dot < 0 ? "" : name.substring(dot);
        this.limits = limits;
        this.form = form;
    }

    /// One that was found.
    private record OldFile(Path path, Instant time) {
        boolean isCompressed() {
            return path.toString().endsWith(GZIP_SUFFIX);
        }
    }

    /// The name that a file gets when it is left behind; one that is not taken.
    Path nameFor(Instant now) {
        Instant time = now;
        Path path = path(time);
        while (Files.exists(path) || Files.exists(Path.of(path + GZIP_SUFFIX))) {
            time = time.plusMillis(1);
            path = path(time);
        }
        return path;
    }

    private Path path(Instant time) {
        return directory.resolve(prefix + TIME.format(time.atOffset(ZoneOffset.UTC)) + suffix);
    }

    /// Removes what is too old or too much, and compresses what stays. What fails is told to
    /// Purser's log and tried again the next time.
    synchronized void tidy(Instant now) {
        try {
            List<OldFile> files = find();
            List<OldFile> kept = new ArrayList<>();
            Instant oldest = now.minus(Duration.ofDays(limits.days()));
            for (OldFile file : files) {
                boolean surplus = limits.backups() > 0 && kept.size() >= limits.backups();
                boolean stale = limits.days() > 0 && file.time().isBefore(oldest);
                if (surplus || stale) {
                    Files.deleteIfExists(file.path());
                } else {
                    kept.add(file);
                }
            }
            for (OldFile file : kept) {
                if (form == Form.GZIP && !file.isCompressed()) {
                    compress(file.path());
                }
            }
        } catch (IOException e) {
            LOG.warn("Old audit logs were not tidied up: {}", e.getMessage());
        }
    }

    /// Newest first.
    private List<OldFile> find() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.flatMap(entry -> parse(entry).stream())
                    .sorted(Comparator.comparing(OldFile::time).reversed())
                    .toList();
        }
    }

    private Optional<OldFile> parse(Path entry) {
        String name = String.valueOf(entry.getFileName());
        String bare =
                name.endsWith(GZIP_SUFFIX)
                        ? name.substring(0, name.length() - GZIP_SUFFIX.length())
                        : name;
        if (!bare.startsWith(prefix)
                || !bare.endsWith(suffix)
                || bare.length() < prefix.length() + suffix.length()) {
            return Optional.empty();
        }
        String time = bare.substring(prefix.length(), bare.length() - suffix.length());
        try {
            return Optional.of(
                    new OldFile(entry, LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC)));
        } catch (DateTimeParseException e) {
            // Somebody else's file.
            return Optional.empty();
        }
    }

    /// A copy is complete before it has its name, and the original goes last.
    private static void compress(Path file) throws IOException {
        Path unfinished = Path.of(file + GZIP_SUFFIX + ".tmp");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new GZIPOutputStream(Files.newOutputStream(unfinished))) {
            in.transferTo(out);
        }
        Files.move(unfinished, Path.of(file + GZIP_SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(file);
    }
}
