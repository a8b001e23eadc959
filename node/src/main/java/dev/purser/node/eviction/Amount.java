package dev.purser.node.eviction;

/// What something takes of a file system.
public record Amount(long bytes, long inodes) {
    /// Nothing.
    public static final Amount NONE = new Amount(0, 0);

    /// Both together.
    public Amount plus(Amount other) {
        return new Amount(bytes + other.bytes, inodes + other.inodes);
    }
}
