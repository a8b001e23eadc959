package dev.purser.node.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What the rotation of logs needs of the container runtime. Thread-safe.
public interface RotatingLogs {
    /// The logs that are being written.
    List<Open> open();

    /// Makes the runtime close the log of a container and write to a new file at the same path (CRI
    /// `ReopenContainerLog`).
    void reopen(String containerId) throws IOException;

    /// The log of a running container.
    record Open(String containerId, Path file) {}
}
