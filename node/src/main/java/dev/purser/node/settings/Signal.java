package dev.purser.node.settings;

import java.util.Arrays;
import java.util.Optional;

/// What the node watches of its machine, to see that something runs short. The names are those of
/// kubelet's configuration.
public enum Signal {
    MEMORY_AVAILABLE("memory.available"),
    /// What the pods together may still use of the memory that is set aside for pods.
    ALLOCATABLE_MEMORY_AVAILABLE("allocatableMemory.available"),
    /// The file system of volumes and logs.
    NODEFS_AVAILABLE("nodefs.available"),
    NODEFS_INODES_FREE("nodefs.inodesFree"),
    /// The file system of images and of what containers write.
    IMAGEFS_AVAILABLE("imagefs.available"),
    IMAGEFS_INODES_FREE("imagefs.inodesFree"),
    PID_AVAILABLE("pid.available"),
    /// Taken from nodefs or imagefs whatever the configuration says, as kubelet does.
    CONTAINERFS_AVAILABLE("containerfs.available"),
    CONTAINERFS_INODES_FREE("containerfs.inodesFree");

    private final String text;

    Signal(String text) {
        this.text = text;
    }

    /// The name in the configuration.
    public String text() {
        return text;
    }

    static Optional<Signal> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }
}
