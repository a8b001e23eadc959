package dev.purser.node.eviction;

/// What a node gives up before it evicts pods. Thread-safe.
@FunctionalInterface
public interface NodeReclaim {
    /// Removes containers that have ended and images that nobody uses.
    void reclaimDisk();
}
