package dev.purser.node.log;

import java.nio.file.Path;

/// The log of one life of a container, as a reader finds it.
public interface ContainerLog {
    /// The file to which the runtime writes: `PODLOGS/NAMESPACE_POD_UID/CONTAINER/RESTARTS.log`.
    Path file();

    /// Whether the container still runs, so that more may be written. A follower asks this once no
    /// new lines come; it must be cheap.
    boolean isRunning();
}
