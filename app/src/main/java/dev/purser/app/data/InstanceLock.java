package dev.purser.app.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Holds a data directory for one process. The kernel drops the lock with the process, however that
/// ends.
public final class InstanceLock implements AutoCloseable {
    private final FileChannel channel;

    private InstanceLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock; empty when another process has it.
    public static Optional<InstanceLock> tryAcquire(DataDirectory directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.lock(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            return Optional.empty();
        }
        channel.write(ByteBuffer.wrap(line().getBytes(StandardCharsets.UTF_8)), 0);
        return Optional.of(new InstanceLock(channel));
    }

    /// Always as long, and written over what is there, so that a full disk keeps nobody from ending
    /// a Purser.
    private static String line() {
        return "%-20d".formatted(ProcessHandle.current().pid());
    }

    /// The process that has the lock now; empty when nobody has.
    public static OptionalLong holder(DataDirectory directory) throws IOException {
        Path file = directory.lock();
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (tryLock(channel) != null) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process has it
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
