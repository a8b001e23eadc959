package dev.purser.node.linux;

import java.nio.file.Path;

/// Tells who has a file open. Thread-safe.
public final class OpenFiles {
    private static final int O_NOFOLLOW =
            switch (Processor.ofThisMachine()) {
                case AMD64 -> 0x20000;
                case AARCH64 -> 0x8000;
            };
    private static final int F_SETSIG = 10;
    private static final int F_SETLEASE = 1024;
    private static final long F_RDLCK = 0;
    private static final long F_UNLCK = 2;

    /// Without effect on a process that does not ask for it. The usual one would end the process.
    private static final long SIGURG = 23;

    private final DescriptorCalls calls = new DescriptorCalls();

    /// Whether any process has a file open to write to it. A lease for readers is refused as long
    /// as that is so (`fcntl(2)`); who opens the file during the moment that it is held waits for
    /// its end.
    ///
    /// @return false also when the file is gone, and where the file system knows no leases
    public boolean isWritten(Path file) {
        int flags = DescriptorCalls.O_RDONLY | DescriptorCalls.O_NONBLOCK | O_NOFOLLOW;
        long descriptor = calls.open(file.toString(), flags);
        if (descriptor < 0) {
            return false;
        }
        try {
            calls.control(descriptor, F_SETSIG, SIGURG);
            long outcome = calls.control(descriptor, F_SETLEASE, F_RDLCK);
            if (outcome == 0) {
                calls.control(descriptor, F_SETLEASE, F_UNLCK);
            }
            return outcome == -Errno.EAGAIN;
        } finally {
            calls.close(descriptor);
        }
    }
}
