package dev.purser.node.cri;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What the runtime measures, and what it can keep of a container (`runtime.v1`). Thread-safe;
/// calls block and throw [CriException].
public interface CriStats {
    /// What every running container has written into its own layer, in any order.
    List<WrittenLayer> layers();

    /// The containers that run, in any order.
    List<RunningContainer> running();

    /// The file system that images are kept on.
    List<ImageStorage> imageStorage();

    /// Writes a running container into an archive.
    ///
    /// @param timeout zero for the runtime's own
    void checkpoint(String containerId, Path archive, Duration timeout);

    /// @param attempt how often the container was restarted before
    /// @param image what it was asked to run
    record RunningContainer(
            String id,
            String sandboxId,
            PodIdentity pod,
            String name,
            int attempt,
            Instant createdAt,
            String image) {}

    /// @param time of the count
    /// @param inodes how many files the bytes are in
    record WrittenLayer(String containerId, Instant time, long bytes, long inodes) {}

    /// @param mountpoint a directory on the file system
    record ImageStorage(Path mountpoint, Instant time, long usedBytes, long usedInodes) {}
}
