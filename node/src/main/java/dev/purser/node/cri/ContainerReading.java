package dev.purser.node.cri;

import java.time.Instant;

/// What a running container has used.
///
/// @param time when it was read
/// @param cpuNanos processor time since the container's start
/// @param memoryBytes the working set
/// @param writtenBytes what it has written to its own file system
/// @param writtenInodes in so many files and directories
public record ContainerReading(
        String id,
        PodIdentity pod,
        String name,
        Instant time,
        long cpuNanos,
        long memoryBytes,
        long writtenBytes,
        long writtenInodes) {}
