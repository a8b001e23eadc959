package dev.purser.node.linux;

import java.lang.foreign.Arena;

/// Mounting and unmounting (`mount(2)`, `umount2(2)`), under the kernel's names. Thread-safe.
/// Methods return an [Errno], or 0.
public final class MountCalls {
    public static final long MS_RDONLY = 1;
    public static final long MS_NOSUID = 2;
    public static final long MS_NODEV = 4;
    public static final long MS_NOEXEC = 8;
    public static final long MS_REMOUNT = 32;
    public static final long MS_BIND = 4096;
    public static final long MS_REC = 16384;
    public static final int MNT_DETACH = 2;
    public static final int UMOUNT_NOFOLLOW = 8;

    private final Syscalls kernel = new Syscalls();

    /// Mounts a file system.
    ///
    /// @param flags those that begin with `MS_`
    /// @param data what the file system itself reads
    public int mount(String source, String target, String type, long flags, String data) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                    -kernel.call(
                            Syscall.MOUNT,
                            Syscalls.text(arena, source),
                            Syscalls.text(arena, target),
                            Syscalls.text(arena, type),
                            flags,
                            Syscalls.text(arena, data));
        }
    }

    /// Unmounts what was mounted last on a path.
    public int unmount(String target, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) -kernel.call(Syscall.UMOUNT2, Syscalls.text(arena, target), flags);
        }
    }
}
