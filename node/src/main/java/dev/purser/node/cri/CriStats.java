package dev.purser.node.cri;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// What the runtime measures, and what it can keep of a container (`runtime.v1`). Thread-safe;
/// calls block and throw [CriException].
public interface CriStats {
    /// What every running container has used so far, in any order.
    List<ContainerStats> containers();

    /// The file system that images are kept on.
    List<ImageStorage> imageStorage();

    /// Writes a running container into an archive.
    ///
    /// @param timeout zero for the runtime's own
    void checkpoint(String containerId, Path archive, Duration timeout);

    /// @param attempt how often the container was restarted before
    /// @param time of the reading
    /// @param layerBytes of the files that the container wrote into its own layer
    /// @param layerInodes how many those are
    record ContainerStats(
            String id,
            PodIdentity pod,
            String name,
            int attempt,
            Instant time,
            OptionalLong layerBytes,
            OptionalLong layerInodes) {}

    /// @param mountpoint a directory on the file system
    record ImageStorage(Path mountpoint, Instant time, long usedBytes, long usedInodes) {}
}
