package dev.purser.node.usage;

import dev.purser.client.node.NodeStreams.PodKey;
import dev.purser.client.node.NodeUsage;
import dev.purser.client.node.NodeUsage.Amount;
import dev.purser.client.node.NodeUsage.PodUsage;
import dev.purser.client.node.NodeUsage.Span;
import dev.purser.node.cri.ContainerReading;
import dev.purser.node.cri.PodIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything that was read at one time. Two of them make rates.
///
/// @param containers by their ids
record Readings(MachineReading machine, Map<String, ContainerReading> containers) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    Readings {
        containers = Map.copyOf(containers);
    }

    static Readings of(MachineReading machine, List<ContainerReading> containers) {
        Map<String, ContainerReading> byId = new LinkedHashMap<>();
        containers.forEach(reading -> byId.put(reading.id(), reading));
        return new Readings(machine, byId);
    }

    /// What was used since earlier readings. Containers that were not read then are left out: over
    /// no time there is no rate.
    NodeUsage since(Readings earlier, String node) {
        Map<PodIdentity, List<Interval>> byPod = new LinkedHashMap<>();
        for (ContainerReading reading : containers.values()) {
            ContainerReading before = earlier.containers.get(reading.id());
            if (before != null && reading.time().isAfter(before.time())) {
                byPod.computeIfAbsent(reading.pod(), pod -> new ArrayList<>())
                        .add(new Interval(before, reading));
            }
        }
        List<PodUsage> pods = new ArrayList<>();
        byPod.forEach((pod, intervals) -> pods.add(pod(pod, intervals)));
        Span span = span(earlier.machine.time(), machine.time());
        long used = machine.cpuNanos() - earlier.machine.cpuNanos();
        Amount total = new Amount(rate(used, span), machine.memoryBytes());
        return new NodeUsage(node, span, total, pods);
    }

    /// The span of a pod is that of its first container.
    private static PodUsage pod(PodIdentity pod, List<Interval> intervals) {
        Map<String, Amount> amounts = new LinkedHashMap<>();
        intervals.forEach(interval -> amounts.put(interval.now.name(), interval.amount()));
        PodKey key = new PodKey(pod.namespace(), pod.name(), pod.uid());
        return new PodUsage(key, intervals.getFirst().span(), amounts);
    }

    /// Two readings of one container.
    private record Interval(ContainerReading before, ContainerReading now) {
        Span span() {
            return Readings.span(before.time(), now.time());
        }

        Amount amount() {
            return new Amount(rate(now.cpuNanos() - before.cpuNanos(), span()), now.memoryBytes());
        }
    }

    private static Span span(Instant start, Instant end) {
        return new Span(end, Duration.between(start, end));
    }

    private static long rate(long cpuNanos, Span span) {
        double seconds = (double) span.length().toNanos() / NANOS_PER_SECOND;
        return seconds > 0 ? Math.max(0, Math.round(cpuNanos / seconds)) : 0;
    }
}
