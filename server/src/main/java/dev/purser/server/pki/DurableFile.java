package dev.purser.server.pki;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/// Writes small files so that after a crash there is either the old content or the new one.
final class DurableFile {
    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PUBLIC =
            PosixFilePermissions.fromString("rw-r--r--");

    private DurableFile() {}

    /// Replaces a file that only its owner may read.
    static void writePrivate(Path file, byte[] content) throws IOException {
        write(file, content, PRIVATE);
    }

    /// Replaces a file that everybody may read.
    static void writePublic(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8), PUBLIC);
    }

    /// The new content goes to a file beside the old one that nobody else can open, reaches the
    /// disk, and then takes the name.
    private static void write(Path file, byte[] content, Set<PosixFilePermission> permissions)
            throws IOException {
        Path directory =
                Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory");
        Path fresh =
                Files.createTempFile(
                        directory,
                        "." + file.getFileName(),
                        ".new",
                        PosixFilePermissions.asFileAttribute(PRIVATE));
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.setPosixFilePermissions(fresh, permissions);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        syncDirectory(directory);
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
