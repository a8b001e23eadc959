package dev.purser.node.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// System calls about file descriptors, for pipes and namespaces. Thread-safe. Each returns the
/// kernel's result, or the negative [Errno].
final class DescriptorCalls {
    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_NONBLOCK = 0x800;

    private static final long S_IFIFO = 0x1000;

    private final Syscalls kernel = new Syscalls();

    long open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return kernel.call(
                    Syscall.OPENAT,
                    Syscalls.AT_FDCWD,
                    Syscalls.text(arena, path),
                    flags | Syscalls.O_CLOEXEC);
        }
    }

    long makePipe(String path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return kernel.call(
                    Syscall.MKNODAT, Syscalls.AT_FDCWD, Syscalls.text(arena, path), S_IFIFO | mode);
        }
    }

    long read(long descriptor, MemorySegment buffer) {
        return kernel.call(Syscall.READ, descriptor, buffer.address(), buffer.byteSize());
    }

    long write(long descriptor, MemorySegment bytes) {
        return kernel.call(Syscall.WRITE, descriptor, bytes.address(), bytes.byteSize());
    }

    long close(long descriptor) {
        return kernel.call(Syscall.CLOSE, descriptor);
    }

    long control(long descriptor, int command, long argument) {
        return kernel.call(Syscall.FCNTL, descriptor, command, argument);
    }

    long epollCreate() {
        return kernel.call(Syscall.EPOLL_CREATE1, Syscalls.O_CLOEXEC);
    }

    long epollControl(long epoll, int operation, long descriptor, MemorySegment event) {
        return kernel.call(Syscall.EPOLL_CTL, epoll, operation, descriptor, event.address());
    }

    /// Waits without a limit.
    long epollWait(long epoll, MemorySegment events, int count) {
        return kernel.call(Syscall.EPOLL_PWAIT, epoll, events.address(), count, -1, 0, 0);
    }

    /// Moves the calling thread to another namespace.
    long setNamespace(long descriptor, int kind) {
        return kernel.call(Syscall.SETNS, descriptor, kind);
    }

    /// The size of `struct epoll_event`; its data follows the events, on some processors after a
    /// gap.
    int eventBytes() {
        return switch (kernel.processor()) {
            case AMD64 -> 12;
            case AARCH64 -> 16;
        };
    }

    int eventDataOffset() {
        return switch (kernel.processor()) {
            case AMD64 -> 4;
            case AARCH64 -> 8;
        };
    }
}
