package dev.purser.node.linux;

/// The system calls that are used, with their numbers, which differ between processors.
enum Syscall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    FCNTL(72, 25),
    STATFS(137, 43),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    EPOLL_CTL(233, 21),
    OPENAT(257, 56),
    MKNODAT(259, 33),
    EPOLL_PWAIT(281, 22),
    EPOLL_CREATE1(291, 20),
    SETNS(308, 268),
    STATX(332, 291),
    OPENAT2(437, 437);

    private final long amd64;
    private final long aarch64;

    Syscall(long amd64, long aarch64) {
        this.amd64 = amd64;
        this.aarch64 = aarch64;
    }

    long number(Processor processor) {
        return switch (processor) {
            case AMD64 -> amd64;
            case AARCH64 -> aarch64;
        };
    }
}
