package dev.purser.node.eviction;

import dev.purser.node.settings.Signal;

/// What a node can be short of, as its conditions name it.
public enum Pressure {
    MEMORY("MemoryPressure"),
    DISK("DiskPressure"),
    PID("PIDPressure");

    private final String condition;

    Pressure(String condition) {
        this.condition = condition;
    }

    /// The type of the node's condition.
    public String condition() {
        return condition;
    }

    static Pressure of(Signal signal) {
        return switch (signal) {
            case MEMORY_AVAILABLE, ALLOCATABLE_MEMORY_AVAILABLE -> MEMORY;
            case PID_AVAILABLE -> PID;
            case NODEFS_AVAILABLE,
                    NODEFS_INODES_FREE,
                    IMAGEFS_AVAILABLE,
                    IMAGEFS_INODES_FREE,
                    CONTAINERFS_AVAILABLE,
                    CONTAINERFS_INODES_FREE ->
                    DISK;
        };
    }
}
