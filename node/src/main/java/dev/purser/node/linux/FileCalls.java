package dev.purser.node.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Opening files so that no link leads out of a directory, and asking how much room they take.
/// Thread-safe.
public final class FileCalls {
    private static final long O_PATH = 0x200000;
    private static final long RESOLVE_NO_MAGICLINKS = 2;
    private static final long RESOLVE_BENEATH = 8;
    private static final long OPEN_HOW_BYTES = 24;
    private static final int RACE_RETRIES = 100;
    private static final long AT_SYMLINK_NOFOLLOW = 0x100;
    private static final long STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_BYTES = 256;
    private static final int STATX_LINKS = 16;
    private static final int STATX_INODE = 32;
    private static final int STATX_BLOCKS = 48;
    private static final int STATX_DEVICE = 136;
    private static final long STATX_BLOCK_BYTES = 512;
    private static final int STATFS_BYTES = 120;

    private final Syscalls kernel = new Syscalls();

    /// A file system's size, in blocks and inodes.
    ///
    /// @param freeBlocks with those that only root may take
    /// @param availableBlocks what programs without privileges may still take
    /// @param inodes 0 where the file system has no fixed number of them
    public record FileSystemSpace(
            long blockBytes,
            long blocks,
            long freeBlocks,
            long availableBlocks,
            long inodes,
            long freeInodes) {}

    /// What a file takes: where it is, and how much of the disk.
    ///
    /// @param device of the file system
    /// @param links how many names it has
    public record FileSpace(long device, long inode, long links, long bytes) {}

    /// Opens what lies below a directory, only to name it.
    ///
    /// @param relative empty for the directory itself
    /// @throws NoSuchFileException when there is nothing
    /// @throws IOException when a link leads out of the directory, among other things
    public Descriptor openBeneath(Path root, String relative) throws IOException {
        try (Descriptor from = open(Syscalls.AT_FDCWD, root.toString(), RESOLVE_NO_MAGICLINKS)) {
            String path = relative.isEmpty() ? "." : relative;
            return open(from.number, path, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
        }
    }

    /// The kernel asks to try again when a path was renamed while it was followed.
    private Descriptor open(long directory, String path, long resolve) throws IOException {
        long result = -Errno.EAGAIN;
        for (int i = 0; i < RACE_RETRIES && result == -Errno.EAGAIN; i++) {
            result = openOnce(directory, path, resolve);
        }
        return new Descriptor(check(result, "open", path));
    }

    private long openOnce(long directory, String path, long resolve) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(OPEN_HOW_BYTES, Long.BYTES);
            how.setAtIndex(ValueLayout.JAVA_LONG, 0, O_PATH | Syscalls.O_CLOEXEC);
            how.setAtIndex(ValueLayout.JAVA_LONG, 2, resolve);
            return kernel.call(
                    Syscall.OPENAT2,
                    directory,
                    Syscalls.text(arena, path),
                    how.address(),
                    OPEN_HOW_BYTES);
        }
    }

    /// The file system that a path is on (`statfs(2)`, the same words on both processors).
    public FileSystemSpace fileSystem(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(STATFS_BYTES, Long.BYTES);
            String name = path.toString();
            check(
                    kernel.call(Syscall.STATFS, Syscalls.text(arena, name), words.address()),
                    "statfs",
                    name);
            return new FileSystemSpace(
                    words.getAtIndex(ValueLayout.JAVA_LONG, 1),
                    words.getAtIndex(ValueLayout.JAVA_LONG, 2),
                    words.getAtIndex(ValueLayout.JAVA_LONG, 3),
                    words.getAtIndex(ValueLayout.JAVA_LONG, 4),
                    words.getAtIndex(ValueLayout.JAVA_LONG, 5),
                    words.getAtIndex(ValueLayout.JAVA_LONG, 6));
        }
    }

    /// The space that a file itself takes (`statx(2)`); links are not followed.
    public FileSpace space(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(STATX_BYTES, Long.BYTES);
            String name = path.toString();
            long outcome =
                    kernel.call(
                            Syscall.STATX,
                            Syscalls.AT_FDCWD,
                            Syscalls.text(arena, name),
                            AT_SYMLINK_NOFOLLOW,
                            STATX_BASIC_STATS,
                            result.address());
            check(outcome, "statx", name);
            return new FileSpace(
                    result.get(ValueLayout.JAVA_LONG, STATX_DEVICE),
                    result.get(ValueLayout.JAVA_LONG, STATX_INODE),
                    result.get(ValueLayout.JAVA_INT, STATX_LINKS),
                    result.get(ValueLayout.JAVA_LONG, STATX_BLOCKS) * STATX_BLOCK_BYTES);
        }
    }

    private static long check(long result, String call, String path) throws IOException {
        if (result == -Errno.ENOENT) {
            throw new NoSuchFileException(path);
        }
        if (result < 0) {
            throw new IOException(call + " " + path + ": " + Errno.message((int) -result));
        }
        return result;
    }

    /// An open file descriptor that only names its file.
    public final class Descriptor implements AutoCloseable {
        private final long number;

        private Descriptor(long number) {
            this.number = number;
        }

        /// A path of this process that leads to the very file.
        public Path path() {
            return Path.of("/proc/self/fd/" + number);
        }

        @Override
        public void close() {
            if (kernel.call(Syscall.CLOSE, number) != 0) {
                throw new IllegalStateException("descriptor " + number + " was closed before");
            }
        }
    }
}
