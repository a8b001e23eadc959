package dev.purser.app.keys;

import dev.purser.app.data.DataDirectory;
import dev.purser.store.custody.CustodyException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Held by whoever seals the private keys of a data directory anew, and by a command that changes
/// one of them beside a running Purser: a key must not be written back as it was before, nor under
/// a key that is about to be forgotten. The kernel drops it with the process.
public final class PkiLock implements AutoCloseable {
    private static final long PAUSE_MILLIS = 20;

    private final FileChannel channel;

    private PkiLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Waits until nobody else has it.
    ///
    /// @throws CustodyException if it cannot be had at all
    public static PkiLock acquire(DataDirectory directory) {
        Path file = directory.pkiLock();
        try {
            FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            boolean locked = false;
            try {
                lock(channel);
                locked = true;
                return new PkiLock(channel);
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw new CustodyException("cannot lock %s: %s".formatted(file, e), e);
        }
    }

    /// Within one process a lock that is taken is told by an exception instead of a wait.
    private static void lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                var _ = channel.lock();
                return;
            } catch (OverlappingFileLockException _) {
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CustodyException("cannot unlock the private keys: " + e, e);
        }
    }
}
