package dev.purser.node.volume;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/// The system calls behind [LinuxMounts], which Java has no API for. Thread-safe. Methods that
/// return a number return `errno`, or 0.
///
/// All of them go through the one function `syscall`: each further signature would cost a starting
/// process tens of milliseconds. Foreign calls are restricted because a wrong declaration can crash
/// the process; all of them are in this class.
@SuppressWarnings("restricted")
final class LinuxCalls {
    static final int ENOENT = 2;
    static final int EAGAIN = 11;
    static final int EBUSY = 16;
    static final int EINVAL = 22;
    static final long MS_RDONLY = 1;
    static final long MS_NOSUID = 2;
    static final long MS_NODEV = 4;
    static final long MS_NOEXEC = 8;
    static final long MS_REMOUNT = 32;
    static final long MS_BIND = 4096;
    static final long MS_REC = 16384;
    static final int MNT_DETACH = 2;
    static final int UMOUNT_NOFOLLOW = 8;

    private static final long AT_FDCWD = -100;
    private static final long O_PATH = 0x200000;
    private static final long O_CLOEXEC = 0x80000;
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
    private static final int STATFS_WORDS = 7;

    private final Numbers numbers;
    private final MethodHandle syscall;
    private final StructLayout stateLayout = Linker.Option.captureStateLayout();
    private final VarHandle errno =
            stateLayout.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /// The numbers of the calls, which differ between processors.
    private record Numbers(
            long mount, long umount2, long close, long openat2, long statfs, long statx) {
        static Numbers ofThisMachine() {
            String processor = System.getProperty("os.arch", "");
            return switch (processor) {
                case "amd64" -> new Numbers(165, 166, 3, 437, 137, 332);
                case "aarch64" -> new Numbers(40, 39, 57, 437, 43, 291);
                default -> throw new IllegalStateException("unknown processor " + processor);
            };
        }
    }

    LinuxCalls() {
        numbers = Numbers.ofThisMachine();
        var word = ValueLayout.JAVA_LONG;
        Linker linker = Linker.nativeLinker();
        syscall =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(word, word, word, word, word, word, word),
                        Linker.Option.firstVariadicArg(1),
                        Linker.Option.captureCallState("errno"));
    }

    /// Calls with up to five arguments; returns the result, or the negative `errno`.
    private long call(Arena arena, long number, long... arguments) {
        long[] a = Arrays.copyOf(arguments, 5);
        MemorySegment state = arena.allocate(stateLayout);
        try {
            long result = (long) syscall.invokeExact(state, number, a[0], a[1], a[2], a[3], a[4]);
            return result >= 0 ? result : -(int) errno.get(state, 0L);
        } catch (Throwable e) {
            // A method handle declares Throwable; this one throws only when it is misdeclared.
            throw new IllegalStateException("a system call is declared wrongly", e);
        }
    }

    private static long text(Arena arena, String text) {
        return arena.allocateFrom(text).address();
    }

    int mount(String source, String target, String type, long flags, String data) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                    -call(
                            arena,
                            numbers.mount(),
                            text(arena, source),
                            text(arena, target),
                            text(arena, type),
                            flags,
                            text(arena, data));
        }
    }

    int unmount(String target, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) -call(arena, numbers.umount2(), text(arena, target), flags);
        }
    }

    /// Opens what lies below a directory, only to name it.
    ///
    /// @param relative empty for the directory itself
    Descriptor openBeneath(Path root, String relative) throws IOException {
        try (Descriptor from = open(AT_FDCWD, root.toString(), RESOLVE_NO_MAGICLINKS)) {
            String path = relative.isEmpty() ? "." : relative;
            return open(from.number(), path, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
        }
    }

    /// The kernel asks to try again when a path was renamed while it was followed.
    private Descriptor open(long directory, String path, long resolve) throws IOException {
        long result = -EAGAIN;
        for (int i = 0; i < RACE_RETRIES && result == -EAGAIN; i++) {
            result = openOnce(directory, path, resolve);
        }
        if (result == -ENOENT) {
            throw new NoSuchFileException(path);
        }
        if (result < 0) {
            throw new IOException("open " + path + ": " + message((int) -result));
        }
        return new Descriptor(result);
    }

    private long openOnce(long directory, String path, long resolve) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(OPEN_HOW_BYTES, Long.BYTES);
            how.setAtIndex(ValueLayout.JAVA_LONG, 0, O_PATH | O_CLOEXEC);
            how.setAtIndex(ValueLayout.JAVA_LONG, 2, resolve);
            return call(
                    arena,
                    numbers.openat2(),
                    directory,
                    text(arena, path),
                    how.address(),
                    OPEN_HOW_BYTES);
        }
    }

    /// The words of `struct statfs`, which has the same layout on both processors: type, block
    /// size, blocks, free blocks, available blocks, files, free files.
    long[] statfs(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(STATFS_BYTES, Long.BYTES);
            long outcome =
                    call(arena, numbers.statfs(), text(arena, path.toString()), result.address());
            if (outcome == -ENOENT) {
                throw new NoSuchFileException(path.toString());
            }
            if (outcome < 0) {
                throw new IOException("statfs " + path + ": " + message((int) -outcome));
            }
            long[] words = new long[STATFS_WORDS];
            for (int i = 0; i < STATFS_WORDS; i++) {
                words[i] = result.getAtIndex(ValueLayout.JAVA_LONG, i);
            }
            return words;
        }
    }

    /// What a file takes: where it is, and how much of the disk.
    ///
    /// @param device of the file system
    /// @param links how many names it has
    record FileSpace(long device, long inode, long links, long bytes) {}

    /// The space that a file itself takes (`statx(2)`); links are not followed.
    FileSpace space(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(STATX_BYTES, Long.BYTES);
            long outcome =
                    call(
                            arena,
                            numbers.statx(),
                            AT_FDCWD,
                            text(arena, path.toString()),
                            AT_SYMLINK_NOFOLLOW,
                            STATX_BASIC_STATS,
                            result.address());
            if (outcome < 0) {
                throw new IOException("statx " + path + ": " + message((int) -outcome));
            }
            return new FileSpace(
                    result.get(ValueLayout.JAVA_LONG, STATX_DEVICE),
                    result.get(ValueLayout.JAVA_LONG, STATX_INODE),
                    result.get(ValueLayout.JAVA_INT, STATX_LINKS),
                    result.get(ValueLayout.JAVA_LONG, STATX_BLOCKS) * STATX_BLOCK_BYTES);
        }
    }

    /// What an `errno` means, for those that mounting brings about.
    static String message(int number) {
        return switch (number) {
            case 1 -> "Operation not permitted";
            case ENOENT -> "No such file or directory";
            case 13 -> "Permission denied";
            case EBUSY -> "Device or resource busy";
            case 18 -> "Invalid cross-device link";
            case 20 -> "Not a directory";
            case EINVAL -> "Invalid argument";
            case 28 -> "No space left on device";
            case 40 -> "Too many levels of symbolic links";
            default -> "errno " + number;
        };
    }

    /// An open file descriptor that only names its file.
    final class Descriptor implements AutoCloseable {
        private final long number;

        private Descriptor(long number) {
            this.number = number;
        }

        long number() {
            return number;
        }

        /// A path of this process that leads to the very file.
        Path path() {
            return Path.of("/proc/self/fd/" + number);
        }

        @Override
        public void close() {
            try (Arena arena = Arena.ofConfined()) {
                if (call(arena, numbers.close(), number) != 0) {
                    throw new IllegalStateException("descriptor " + number + " was closed before");
                }
            }
        }
    }
}
