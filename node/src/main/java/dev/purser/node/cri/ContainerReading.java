package dev.purser.node.cri;

import java.time.Instant;

/// What a running container has used.
///
/// @param time when it was read
/// @param cpuNanos processor time since the container's start
/// @param memoryBytes the working set
public record ContainerReading(
        String id, PodIdentity pod, String name, Instant time, long cpuNanos, long memoryBytes) {}
