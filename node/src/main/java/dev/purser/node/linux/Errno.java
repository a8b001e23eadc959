package dev.purser.node.linux;

/// Why the kernel refuses a call (`errno(3)`).
public final class Errno {
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;

    /// A mount that is in use.
    public static final int EBUSY = 16;

    /// An option that the kernel does not know, among other things.
    public static final int EINVAL = 22;

    private Errno() {}

    /// What a number means, for those that files and mounts bring about.
    public static String message(int number) {
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
}
