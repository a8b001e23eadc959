package dev.purser.app.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Keeps what is in this process' memory in it (prctl(2), `PR_SET_DUMPABLE`): whatever kills it, no
/// core is written, and no other process of the same user may read or trace it.
///
/// The limit of core files (`RLIMIT_CORE`) is left as it is, since containers inherit it. Programs
/// that this process starts are dumpable again.
public final class ProcessShield {
    private static final int PR_GET_DUMPABLE = 3;
    private static final int PR_SET_DUMPABLE = 4;

    private ProcessShield() {}

    /// Raises the shield.
    ///
    /// @return whether it is up; Linux alone has it
    public static boolean raise() {
        return control(PR_SET_DUMPABLE).filter(result -> result == 0).isPresent() && isUp();
    }

    /// Whether nobody may look into this process.
    public static boolean isUp() {
        return control(PR_GET_DUMPABLE).filter(result -> result == 0).isPresent();
    }

    @SuppressWarnings("restricted") // the signature is that of the manual page
    private static Optional<Integer> control(int option) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> symbol = linker.defaultLookup().find("prctl");
        if (symbol.isEmpty()) {
            return Optional.empty();
        }
        MethodHandle prctl =
                linker.downcallHandle(
                        symbol.get(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG),
                        Linker.Option.firstVariadicArg(1));
        try {
            return Optional.of((int) prctl.invokeExact(option, 0L, 0L, 0L, 0L));
        } catch (Throwable e) {
            // What a downcall declares; the function itself throws nothing.
            throw new IllegalStateException("prctl cannot be called", e);
        }
    }
}
