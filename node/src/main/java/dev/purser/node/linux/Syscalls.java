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

/// The one way into the kernel. Thread-safe, and cheap to make.
///
/// All calls go through the one function `syscall`: each further signature would cost a starting
/// process tens of milliseconds. Foreign calls are restricted because a wrong declaration can crash
/// the process; all of them are in this class.
@SuppressWarnings("restricted")
final class Syscalls {
    static final long AT_FDCWD = -100;
    static final long O_CLOEXEC = 0x80000;

    private static final int ARGUMENTS = 6;

    private final Processor processor = Processor.ofThisMachine();

    /// Linked at the first call: that takes time which a starting process needs for other things.
    private static final class Linked {
        static final StructLayout STATE = Linker.Option.captureStateLayout();
        static final VarHandle ERRNO =
                STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        static final MethodHandle SYSCALL = syscall();

        private static MethodHandle syscall() {
            var word = ValueLayout.JAVA_LONG;
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(word, word, word, word, word, word, word, word),
                    Linker.Option.firstVariadicArg(1),
                    Linker.Option.captureCallState("errno"));
        }
    }

    Processor processor() {
        return processor;
    }

    /// Calls the kernel.
    ///
    /// @param arguments six at most: numbers, or addresses of memory that lives as long as the call
    /// @return the kernel's result, or the negative [Errno]
    long call(Syscall call, long... arguments) {
        long[] a = Arrays.copyOf(arguments, ARGUMENTS);
        long number = call.number(processor);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linked.STATE);
            long result =
                    (long)
                            Linked.SYSCALL.invokeExact(
                                    state, number, a[0], a[1], a[2], a[3], a[4], a[5]);
            return result >= 0 ? result : -(int) Linked.ERRNO.get(state, 0L);
        } catch (Throwable e) {
            // A method handle declares Throwable; this one throws only when it is misdeclared.
            throw new IllegalStateException("a system call is declared wrongly", e);
        }
    }

    /// The address of a text that lives as long as an arena.
    static long text(Arena arena, String text) {
        return arena.allocateFrom(text).address();
    }
}
