package dev.purser.node.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The kernel's calls by number. Thread-safe. Each returns the kernel's result, or the negative
/// `errno`.
///
/// All of them go through the one function `syscall`: each further signature would cost a starting
/// process tens of milliseconds. Foreign calls are restricted because a wrong declaration can crash
/// the process.
@SuppressWarnings("restricted")
final class Syscalls {
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENXIO = 6;

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    private static final long AT_FDCWD = -100;
    private static final long S_IFIFO = 0x1000;
    private static final int ARGUMENTS = 6;

    private final Numbers numbers;
    private final MethodHandle syscall;
    private final StructLayout stateLayout = Linker.Option.captureStateLayout();
    private final VarHandle errno =
            stateLayout.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /// The numbers of the calls, which differ between processors.
    private record Numbers(
            long read,
            long write,
            long close,
            long openat,
            long mknodat,
            long fcntl,
            long epollCreate1,
            long epollCtl,
            long epollPwait,
            long setns,
            boolean packedEvents) {
        static Numbers ofThisMachine() {
            String processor = System.getProperty("os.arch", "");
            return switch (processor) {
                case "amd64" -> new Numbers(0, 1, 3, 257, 259, 72, 291, 233, 281, 308, true);
                case "aarch64" -> new Numbers(63, 64, 57, 56, 33, 25, 20, 21, 22, 268, false);
                default -> throw new IllegalStateException("unknown processor " + processor);
            };
        }
    }

    Syscalls() {
        numbers = Numbers.ofThisMachine();
        var word = ValueLayout.JAVA_LONG;
        Linker linker = Linker.nativeLinker();
        syscall =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(word, word, word, word, word, word, word, word),
                        Linker.Option.firstVariadicArg(1),
                        Linker.Option.captureCallState("errno"));
    }

    private long call(long number, long... arguments) {
        long[] a = Arrays.copyOf(arguments, ARGUMENTS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(stateLayout);
            long result =
                    (long) syscall.invokeExact(state, number, a[0], a[1], a[2], a[3], a[4], a[5]);
            return result >= 0 ? result : -(int) errno.get(state, 0L);
        } catch (Throwable e) {
            // A method handle declares Throwable; this one throws only when it is misdeclared.
            throw new IllegalStateException("a system call is declared wrongly", e);
        }
    }

    long open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(path).address();
            return call(numbers.openat(), AT_FDCWD, name, flags | O_CLOEXEC);
        }
    }

    long makePipe(String path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(path).address();
            return call(numbers.mknodat(), AT_FDCWD, name, S_IFIFO | mode);
        }
    }

    long read(long descriptor, MemorySegment buffer) {
        return call(numbers.read(), descriptor, buffer.address(), buffer.byteSize());
    }

    long write(long descriptor, MemorySegment bytes) {
        return call(numbers.write(), descriptor, bytes.address(), bytes.byteSize());
    }

    long close(long descriptor) {
        return call(numbers.close(), descriptor);
    }

    long control(long descriptor, int command, long argument) {
        return call(numbers.fcntl(), descriptor, command, argument);
    }

    long epollCreate() {
        return call(numbers.epollCreate1(), O_CLOEXEC);
    }

    long epollControl(long epoll, int operation, long descriptor, MemorySegment event) {
        return call(numbers.epollCtl(), epoll, operation, descriptor, event.address());
    }

    /// Waits without a limit.
    long epollWait(long epoll, MemorySegment events, int count) {
        return call(numbers.epollPwait(), epoll, events.address(), count, -1, 0, 0);
    }

    /// Moves the calling thread to another namespace.
    long setNamespace(long descriptor, int kind) {
        return call(numbers.setns(), descriptor, kind);
    }

    /// The size of `struct epoll_event`; its data follows the events, on some processors after a
    /// gap.
    int eventBytes() {
        return numbers.packedEvents() ? 12 : 16;
    }

    int eventDataOffset() {
        return numbers.packedEvents() ? 4 : 8;
    }
}
