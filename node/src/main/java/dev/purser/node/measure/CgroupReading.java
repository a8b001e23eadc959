package dev.purser.node.measure;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What one cgroup, and those below it, used up to a moment.
///
/// @param made when its directory was made, as far as the kernel tells
/// @param tasks processes and threads; empty without the controller
/// @param tasksMax empty without a limit
/// @param io by device, such as `8:0`
public record CgroupReading(
        Instant time,
        Instant made,
        Cpu cpu,
        Memory memory,
        OptionalLong tasks,
        OptionalLong tasksMax,
        Pressure pressure,
        Map<String, Io> io) {
    public CgroupReading {
        io = Map.copyOf(io);
    }

    /// @param throttling empty without a quota
    /// @param shares what the cgroup weighs, as version 1 counts it
    public record Cpu(
            long usageNanos,
            long userNanos,
            long systemNanos,
            Optional<Throttling> throttling,
            OptionalLong quotaMicros,
            long periodMicros,
            long shares) {}

    /// @param periods that have gone by
    /// @param throttled those in which the cgroup had to wait
    public record Throttling(long periods, long throttled, long throttledNanos) {}

    /// Sizes in bytes.
    ///
    /// @param inactiveFile file contents that could be dropped
    /// @param limit empty without one
    /// @param swapLimit of swap alone; empty without one
    /// @param maxUsage the most that was in use at once, where the kernel keeps it
    /// @param limitHits how often the limit was reached
    /// @param oomKills how many processes were killed for want of memory
    public record Memory(
            long usage,
            long rss,
            long cache,
            long mappedFile,
            long inactiveFile,
            long activeFile,
            long kernel,
            long dirty,
            long writeback,
            long pageFaults,
            long majorPageFaults,
            long swap,
            OptionalLong limit,
            OptionalLong swapLimit,
            OptionalLong maxUsage,
            long limitHits,
            long oomKills) {
        /// What could not be dropped.
        public long workingSet() {
            return Math.max(0, usage - inactiveFile);
        }

        /// What may still be used; empty without a limit.
        public OptionalLong available() {
            return limit.isEmpty()
                    ? limit
                    : OptionalLong.of(Math.max(0, limit.getAsLong() - workingSet()));
        }
    }

    /// Empty where the kernel does not tell.
    public record Pressure(Optional<Stalls> cpu, Optional<Stalls> memory, Optional<Stalls> io) {}

    /// What went to and from one device.
    public record Io(long readBytes, long writtenBytes, long reads, long writes) {
        static final Io NONE = new Io(0, 0, 0, 0);
    }
}
