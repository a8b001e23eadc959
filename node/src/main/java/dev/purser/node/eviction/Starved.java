package dev.purser.node.eviction;

import dev.purser.api.quantity.Quantity;
import dev.purser.node.settings.Signal;

/// The resource that a signal is about, as messages name it.
enum Starved {
    MEMORY("memory"),
    DISK("ephemeral-storage"),
    INODES("inodes"),
    PIDS("pids");

    private final String text;

    Starved(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /// An amount as messages show it.
    Quantity quantity(long amount) {
        return this == MEMORY || this == DISK ? Quantity.ofBytes(amount) : Quantity.of(amount);
    }

    static Starved of(Signal signal) {
        return switch (signal) {
            case MEMORY_AVAILABLE, ALLOCATABLE_MEMORY_AVAILABLE -> MEMORY;
            case PID_AVAILABLE -> PIDS;
            case NODEFS_AVAILABLE, IMAGEFS_AVAILABLE, CONTAINERFS_AVAILABLE -> DISK;
            case NODEFS_INODES_FREE, IMAGEFS_INODES_FREE, CONTAINERFS_INODES_FREE -> INODES;
        };
    }
}
