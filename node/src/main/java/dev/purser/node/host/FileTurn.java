package dev.purser.node.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Something that one process at a time may do, by the lock of a file that the last one deletes.
final class FileTurn implements AutoCloseable {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private final Path file;
    private final FileChannel channel;

    private FileTurn(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Waits for its turn. The file's directory must exist, or is made by whoever comes.
    static FileTurn take(Path file) throws IOException, InterruptedException {
        while (true) {
            Files.createDirectories(file.getParent());
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean isTaken = false;
            try {
                Object key = key(file);
                // A file that was deleted meanwhile is not the one that others lock.
                if (lock(channel) != null && key != null && key.equals(key(file))) {
                    isTaken = true;
                    return new FileTurn(file, channel);
                }
            } finally {
                if (!isTaken) {
                    channel.close();
                }
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.exists(file) ? Files.getAttribute(file, "unix:ino") : null;
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another thread of this process has it
        }
    }

    /// Ends the file with the turn.
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
