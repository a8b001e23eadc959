package dev.purser.server.audit;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A log file that is renamed when it would become too large, and begun anew; old ones are removed
/// by number and age. All of them have mode 0600.
///
/// Names and rules are those of kube-apiserver's log: `audit.log` becomes
/// `audit-2026-11-23T07-20-30.123.log`. A line is written as a whole or not at all. A file that
/// somebody else renamed or removed is begun anew. Not thread-safe.
final class RotatedFile implements LogBackend.LineOutput {
    private static final Logger LOG = LoggerFactory.getLogger(RotatedFile.class);
    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PRIVATE);

    private final Path path;
    private final long bytesMax;
    private final OldFiles oldFiles;
    private final InstantSource clock;
    private final Executor background;
    private @Nullable FileOutputStream out;
    private @Nullable Object key;
    private long size;

    /// How much is kept.
    ///
    /// @param megabytes of one file; 0 does not rotate
    /// @param backups how many old files; 0 for all
    /// @param days how old they may become; 0 for any age
    record Limits(int megabytes, int backups, int days) {}

    /// Opens the file, to write at its end.
    ///
    /// @param background where old files are compressed and removed
    /// @throws IOException when it cannot be written
    RotatedFile(
            Path path, Limits limits, OldFiles.Form form, InstantSource clock, Executor background)
            throws IOException {
        this.path = path.toAbsolutePath();
        this.bytesMax =
                limits.megabytes() == 0 ? Long.MAX_VALUE : limits.megabytes() * 1024L * 1024L;
        this.oldFiles = new OldFiles(this.path, limits, form);
        this.clock = clock;
        this.background = background;
        makeDirectory();
        open();
    }

    private void makeDirectory() throws IOException {
        Path directory = path.getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }

    private FileOutputStream open() throws IOException {
        try {
            Files.createFile(path, MODE);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("The audit log {} is gone on with", path);
        }
        FileOutputStream opened = new FileOutputStream(path.toFile(), true);
        size = Files.size(path);
        key = key();
        out = opened;
        return opened;
    }

    @Override
    public void write(byte[] line) throws IOException {
        if (line.length > bytesMax) {
            throw new IOException(
                    "write length %d exceeds maximum file size %d"
                            .formatted(line.length, bytesMax));
        }
        FileOutputStream open = current();
        if (size + line.length > bytesMax) {
            open = rotate();
        }
        try {
            open.write(line);
            size += line.length;
        } catch (IOException e) {
            undo();
            throw e;
        }
    }

    /// The open file, or a new one when it is no longer there.
    private FileOutputStream current() throws IOException {
        FileOutputStream open = out;
        if (open != null && isThere()) {
            return open;
        }
        close();
        return open();
    }

    private boolean isThere() {
        try {
            return Objects.equals(key, key());
        } catch (IOException e) {
            return false;
        }
    }

    /// What the file system knows the file by.
    private @Nullable Object key() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /// A disk that became full may have taken half a line.
    private void undo() {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (file.length() > size) {
                file.setLength(size);
            }
        } catch (IOException e) {
            LOG.warn("A line of the audit log may be there in part: {}", e.getMessage());
        }
    }

    private FileOutputStream rotate() throws IOException {
        close();
        Files.move(path, oldFiles.nameFor(clock.instant()));
        FileOutputStream opened = open();
        background.execute(() -> oldFiles.tidy(clock.instant()));
        return opened;
    }

    @Override
    public void close() throws IOException {
        FileOutputStream open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }
}
