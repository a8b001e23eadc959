package dev.purser.node.measure;

import dev.purser.node.measure.NodeUse.ContainerUse;
import dev.purser.node.measure.NodeUse.PodUse;
import dev.purser.wire.metrics.MetricsText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/// `/metrics/resource`: processor time and memory alone, which metrics-server asks for (KEP-727).
final class ResourceMetrics {
    private static final double NANOS = 1e9;

    private final MetricsText text = new MetricsText();
    private final List<Each> containers = new ArrayList<>();
    private final List<Each> pods = new ArrayList<>();

    /// A container or pod, with its labels.
    private record Each(
            List<Map.Entry<String, String>> labels, CgroupReading reading, Instant started) {}

    private ResourceMetrics(NodeUse use) {
        for (PodUse pod : use.pods()) {
            pod.cgroup()
                    .ifPresent(reading -> pods.add(new Each(labels(pod), reading, pod.started())));
            for (ContainerUse each : pod.containers()) {
                List<Map.Entry<String, String>> labels = new ArrayList<>();
                labels.add(Map.entry("container", each.container().name()));
                labels.addAll(labels(pod));
                containers.add(new Each(labels, each.cgroup(), each.container().createdAt()));
            }
        }
    }

    private static List<Map.Entry<String, String>> labels(PodUse pod) {
        return List.of(
                Map.entry("namespace", pod.pod().namespace()), Map.entry("pod", pod.pod().name()));
    }

    /// The whole document.
    static String of(NodeUse use) {
        ResourceMetrics metrics = new ResourceMetrics(use);
        metrics.write(use.machine());
        return metrics.text.toString();
    }

    /// The document when nothing could be read.
    static String failed() {
        MetricsText text = new MetricsText();
        error(text, 1);
        return text.toString();
    }

    private void write(MachineUse machine) {
        each(
                containers,
                "container_cpu_usage_seconds_total",
                MetricsText.Type.COUNTER,
                "Cumulative cpu time consumed by the container in core-seconds",
                ResourceMetrics::cpuSeconds);
        each(
                containers,
                "container_memory_working_set_bytes",
                MetricsText.Type.GAUGE,
                "Current working set of the container in bytes",
                ResourceMetrics::workingSet);
        startTimes();
        swapLimits();
        each(
                containers,
                "container_swap_usage_bytes",
                MetricsText.Type.GAUGE,
                "Current amount of the container swap usage in bytes",
                ResourceMetrics::swap);
        machine(machine);
        each(
                pods,
                "pod_cpu_usage_seconds_total",
                MetricsText.Type.COUNTER,
                "Cumulative cpu time consumed by the pod in core-seconds",
                ResourceMetrics::cpuSeconds);
        each(
                pods,
                "pod_memory_working_set_bytes",
                MetricsText.Type.GAUGE,
                "Current working set of the pod in bytes",
                ResourceMetrics::workingSet);
        each(
                pods,
                "pod_swap_usage_bytes",
                MetricsText.Type.GAUGE,
                "Current amount of the pod swap usage in bytes",
                ResourceMetrics::swap);
        error(text, 0);
    }

    private void each(
            List<Each> all,
            String name,
            MetricsText.Type type,
            String help,
            Function<CgroupReading, Double> value) {
        text.family(name, type, help);
        all.forEach(each ->
                text.sample(
                        name, each.labels(), value.apply(each.reading()), each.reading().time()));
    }

    private static double cpuSeconds(CgroupReading reading) {
        return reading.cpu().usageNanos() / NANOS;
    }

    private static double workingSet(CgroupReading reading) {
        return reading.memory().workingSet();
    }

    private static double swap(CgroupReading reading) {
        return reading.memory().swap();
    }

    private void startTimes() {
        String name = "container_start_time_seconds";
        text.family(
                name,
                MetricsText.Type.GAUGE,
                "Start time of the container since unix epoch in seconds");
        containers.forEach(
                each -> text.sample(name, each.labels(), each.started().toEpochMilli() / 1000.0));
    }

    private void swapLimits() {
        String name = "container_swap_limit_bytes";
        text.family(
                name,
                MetricsText.Type.GAUGE,
                "Current amount of the container swap limit in bytes");
        for (Each each : containers) {
            OptionalLong limit = each.reading().memory().swapLimit();
            if (limit.isPresent()) {
                text.sample(name, each.labels(), (double) limit.getAsLong(), each.reading().time());
            }
        }
    }

    private void machine(MachineUse machine) {
        one(
                "node_cpu_usage_seconds_total",
                MetricsText.Type.COUNTER,
                "Cumulative cpu time consumed by the node in core-seconds",
                machine.cpuNanos() / NANOS,
                machine);
        one(
                "node_memory_working_set_bytes",
                MetricsText.Type.GAUGE,
                "Current working set of the node in bytes",
                (double) machine.memory().workingSet(),
                machine);
        one(
                "node_swap_usage_bytes",
                MetricsText.Type.GAUGE,
                "Current swap usage of the node in bytes",
                (double) (machine.memory().swapTotal() - machine.memory().swapFree()),
                machine);
    }

    private void one(
            String name, MetricsText.Type type, String help, double value, MachineUse machine) {
        text.family(name, type, help);
        text.sample(name, List.of(), value, machine.time());
    }

    private static void error(MetricsText text, long count) {
        text.family(
                "resource_scrape_error",
                MetricsText.Type.GAUGE,
                "1 if there was an error while getting container metrics, 0 otherwise");
        text.sample("resource_scrape_error", List.of(), count);
    }
}
