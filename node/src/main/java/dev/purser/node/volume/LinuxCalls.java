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

/// The system calls behind [LinuxMounts], which Java has no API for. Thread-safe. Methods that
/// return a number return `errno`, or 0.
///
/// Foreign calls are restricted because a wrong declaration can crash the process; all of them are
/// in this class.
@SuppressWarnings("restricted")
final class LinuxCalls {
    static final int ENOENT = 2;
    static final int EAGAIN = 11;
    static final int EBUSY = 16;
    static final int EINVAL = 22;
    static final long MS_BIND = 4096;
    static final int MNT_DETACH = 2;
    static final int UMOUNT_NOFOLLOW = 8;

    private static final long OPENAT2 = 437;
    private static final int AT_FDCWD = -100;
    private static final long O_PATH = 0x200000;
    private static final long O_CLOEXEC = 0x80000;
    private static final long RESOLVE_NO_MAGICLINKS = 2;
    private static final long RESOLVE_BENEATH = 8;
    private static final long OPEN_HOW_BYTES = 24;
    private static final int RACE_RETRIES = 100;

    private final MethodHandle mount;
    private final MethodHandle umount2;
    private final MethodHandle openat2;
    private final MethodHandle close;
    private final MethodHandle strerror;
    private final StructLayout stateLayout = Linker.Option.captureStateLayout();
    private final VarHandle errno =
            stateLayout.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    LinuxCalls() {
        var number = ValueLayout.JAVA_INT;
        var wide = ValueLayout.JAVA_LONG;
        var text = ValueLayout.ADDRESS;
        mount = handle("mount", FunctionDescriptor.of(number, text, text, text, wide, text));
        umount2 = handle("umount2", FunctionDescriptor.of(number, text, number));
        openat2 =
                handle(
                        "syscall",
                        FunctionDescriptor.of(wide, wide, number, text, text, wide),
                        Linker.Option.firstVariadicArg(1));
        close = handle("close", FunctionDescriptor.of(number, number));
        strerror =
                Linker.nativeLinker()
                        .downcallHandle(
                                Linker.nativeLinker().defaultLookup().findOrThrow("strerror"),
                                FunctionDescriptor.of(text, number));
    }

    private static MethodHandle handle(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = Linker.Option.captureCallState("errno");
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, all);
    }

    int mount(String source, String target, String type, long flags, String data) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(stateLayout);
            int result =
                    (int)
                            mount.invokeExact(
                                    state,
                                    arena.allocateFrom(source),
                                    arena.allocateFrom(target),
                                    arena.allocateFrom(type),
                                    flags,
                                    arena.allocateFrom(data));
            return result == 0 ? 0 : errno(state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    int unmount(String target, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(stateLayout);
            int result = (int) umount2.invokeExact(state, arena.allocateFrom(target), flags);
            return result == 0 ? 0 : errno(state);
        } catch (Throwable e) {
            throw broken(e);
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

    private Descriptor open(int directory, String path, long resolve) throws IOException {
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
        return new Descriptor((int) result);
    }

    /// The descriptor, or the negative `errno`.
    private long openOnce(int directory, String path, long resolve) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(stateLayout);
            MemorySegment how = arena.allocate(OPEN_HOW_BYTES, Long.BYTES);
            how.setAtIndex(ValueLayout.JAVA_LONG, 0, O_PATH | O_CLOEXEC);
            how.setAtIndex(ValueLayout.JAVA_LONG, 2, resolve);
            long result =
                    (long)
                            openat2.invokeExact(
                                    state,
                                    OPENAT2,
                                    directory,
                                    arena.allocateFrom(path),
                                    how,
                                    OPEN_HOW_BYTES);
            return result >= 0 ? result : -errno(state);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    String message(int number) {
        try {
            MemorySegment text = (MemorySegment) strerror.invokeExact(number);
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private int errno(MemorySegment state) {
        return (int) errno.get(state, 0L);
    }

    /// A method handle declares Throwable, though these calls throw only when they are misdeclared.
    private static IllegalStateException broken(Throwable cause) {
        return new IllegalStateException("a system call is declared wrongly", cause);
    }

    /// An open file descriptor that only names its file.
    final class Descriptor implements AutoCloseable {
        private final int number;

        private Descriptor(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        /// A path of this process that leads to the very file.
        Path path() {
            return Path.of("/proc/self/fd/" + number);
        }

        @Override
        public void close() {
            try (Arena arena = Arena.ofConfined()) {
                int ignored = (int) close.invokeExact(arena.allocate(stateLayout), number);
                if (ignored != 0) {
                    throw new IllegalStateException("descriptor " + number + " was closed before");
                }
            } catch (Throwable e) {
                throw broken(e);
            }
        }
    }
}
