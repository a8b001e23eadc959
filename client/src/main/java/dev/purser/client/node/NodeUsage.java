package dev.purser.client.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a node and the containers on it used of late.
///
/// @param total of the whole machine, whatever runs on it
/// @param pods those with a container that was measured twice
public record NodeUsage(String node, Span span, Amount total, List<PodUsage> pods) {
    public NodeUsage {
        pods = List.copyOf(pods);
    }

    /// The time that a rate was measured over.
    public record Span(Instant end, Duration length) {}

    /// @param nanoCores billionths of one processor, on average over the span
    /// @param memoryBytes the working set at the end of the span: what could not be reclaimed
    public record Amount(long nanoCores, long memoryBytes) {}

    /// @param containers by their names
    public record PodUsage(NodeStreams.PodKey pod, Span span, Map<String, Amount> containers) {
        public PodUsage {
            containers = Map.copyOf(containers);
        }
    }
}
