package dev.purser.node.volume;

import dev.purser.client.time.Timers;
import java.util.random.RandomGenerator;

/// What volumes need of the machine.
///
/// @param memoryBytes the memory that pods may use, the limit of a tmpfs that has no other
/// @param random thread-safe
public record VolumeHost(
        VolumeFiles files,
        Mounts mounts,
        Timers timers,
        RandomGenerator random,
        long memoryBytes) {}
