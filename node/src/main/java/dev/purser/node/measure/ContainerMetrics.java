package dev.purser.node.measure;

import dev.purser.node.measure.NodeUse.ContainerUse;
import dev.purser.node.measure.NodeUse.PodUse;
import dev.purser.wire.metrics.MetricsText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// `/metrics/cadvisor`: what the cgroups of the node use, under cadvisor's names and labels. A
/// pod's own cgroup has the pod's labels and no container.
final class ContainerMetrics {
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;

    private final MetricsText text = new MetricsText();
    private final List<Measured> all = new ArrayList<>();

    private ContainerMetrics(NodeUse use, String cgroupRoot) {
        use.allPods()
                .ifPresent(reading ->
                        all.add(
                                new Measured(
                                        labels("", cgroupRoot, "", "", Optional.empty()),
                                        reading,
                                        List.of())));
        for (PodUse pod : use.pods()) {
            pod.cgroup()
                    .ifPresent(reading ->
                            all.add(
                                    new Measured(
                                            labels("", pod.path(), "", "", Optional.of(pod)),
                                            reading,
                                            pod.networks())));
            for (ContainerUse each : pod.containers()) {
                all.add(
                        new Measured(
                                labels(
                                        each.container().name(),
                                        pod.path() + "/" + each.container().id(),
                                        each.container().image(),
                                        each.container().id(),
                                        Optional.of(pod)),
                                each.cgroup(),
                                List.of()));
            }
        }
    }

    private static List<Map.Entry<String, String>> labels(
            String container, String path, String image, String name, Optional<PodUse> pod) {
        return List.of(
                Map.entry("container", container),
                Map.entry("id", path),
                Map.entry("image", image),
                Map.entry("name", name),
                Map.entry("namespace", pod.map(each -> each.pod().namespace()).orElse("")),
                Map.entry("pod", pod.map(each -> each.pod().name()).orElse("")));
    }

    /// The families about containers and pods.
    static String of(NodeUse use, String cgroupRoot) {
        ContainerMetrics metrics = new ContainerMetrics(use, cgroupRoot);
        metrics.cpu();
        metrics.memory();
        metrics.io();
        metrics.network();
        metrics.pressure();
        metrics.tasks();
        metrics.limits();
        metrics.text.family(
                "container_scrape_error",
                MetricsText.Type.GAUGE,
                "1 if there was an error while getting container metrics, 0 otherwise");
        metrics.text.sample("container_scrape_error", List.of(), 0L);
        return metrics.text.toString();
    }

    private void cpu() {
        for (ThrottleFamily each : ThrottleFamily.values()) {
            text.family(each.metric(), MetricsText.Type.COUNTER, each.help());
            for (Measured measured : all) {
                measured.reading()
                        .cpu()
                        .throttling()
                        .ifPresent(value ->
                                text.sample(
                                        each.metric(),
                                        measured.labels(),
                                        each.of(value),
                                        measured.reading().time()));
            }
        }
        counter(
                "container_cpu_system_seconds_total",
                "Cumulative system cpu time consumed in seconds.",
                each -> each.cpu().systemNanos() / NANOS);
        String usage = "container_cpu_usage_seconds_total";
        text.family(usage, MetricsText.Type.COUNTER, "Cumulative cpu time consumed in seconds.");
        all.forEach(each ->
                text.sample(
                        usage,
                        with(each, "container", "cpu", "total"),
                        each.reading().cpu().usageNanos() / NANOS,
                        each.reading().time()));
        counter(
                "container_cpu_user_seconds_total",
                "Cumulative user cpu time consumed in seconds.",
                each -> each.cpu().userNanos() / NANOS);
    }

    /// Labels of a family stay in alphabetic order.
    private static List<Map.Entry<String, String>> with(
            Measured measured, String after, String name, String value) {
        List<Map.Entry<String, String>> labels = new ArrayList<>();
        for (Map.Entry<String, String> each : measured.labels()) {
            labels.add(each);
            if (each.getKey().equals(after)) {
                labels.add(Map.entry(name, value));
            }
        }
        return labels;
    }

    private void memory() {
        memory(
                "container_memory_cache",
                "Number of bytes of page cache memory.",
                CgroupReading.Memory::cache);
        memoryCounter(
                "container_memory_failcnt",
                "Number of memory usage hits limits",
                CgroupReading.Memory::limitHits);
        failures();
        memory(
                "container_memory_file_dirty_bytes",
                "Bytes of file cache that have been changed and not written yet.",
                CgroupReading.Memory::dirty);
        memory(
                "container_memory_file_writeback_bytes",
                "Bytes of file cache that are being written.",
                CgroupReading.Memory::writeback);
        memory(
                "container_memory_kernel_usage",
                "Size of kernel memory allocated in bytes.",
                CgroupReading.Memory::kernel);
        memory(
                "container_memory_mapped_file",
                "Size of memory mapped files in bytes.",
                CgroupReading.Memory::mappedFile);
        optional(
                "container_memory_max_usage_bytes",
                "Maximum memory usage recorded in bytes",
                each -> each.memory().maxUsage());
        memory("container_memory_rss", "Size of RSS in bytes.", CgroupReading.Memory::rss);
        memory(
                "container_memory_swap",
                "Container swap usage in bytes.",
                CgroupReading.Memory::swap);
        memory(
                "container_memory_total_active_file_bytes",
                "Bytes of file contents in active use.",
                CgroupReading.Memory::activeFile);
        memory(
                "container_memory_total_inactive_file_bytes",
                "Bytes of file contents that could be dropped.",
                CgroupReading.Memory::inactiveFile);
        memory(
                "container_memory_usage_bytes",
                "Current memory usage in bytes, including all memory regardless of when it was accessed",
                CgroupReading.Memory::usage);
        memory(
                "container_memory_working_set_bytes",
                "Current working set in bytes.",
                CgroupReading.Memory::workingSet);
        memoryCounter(
                "container_oom_events_total",
                "Count of out of memory events observed for the container",
                CgroupReading.Memory::oomKills);
    }

    private void memory(String name, String help, Function<CgroupReading.Memory, Long> value) {
        gauge(name, help, each -> (double) value.apply(each.memory()));
    }

    private void memoryCounter(
            String name, String help, Function<CgroupReading.Memory, Long> value) {
        counter(name, help, each -> (double) value.apply(each.memory()));
    }

    private void failures() {
        String name = "container_memory_failures_total";
        text.family(
                name, MetricsText.Type.COUNTER, "Cumulative count of memory allocation failures.");
        for (Measured each : all) {
            CgroupReading.Memory memory = each.reading().memory();
            failure(name, each, "pgfault", memory.pageFaults());
            failure(name, each, "pgmajfault", memory.majorPageFaults());
        }
    }

    /// The kernel counts those of all cgroups below with a cgroup's own.
    private void failure(String name, Measured measured, String type, long count) {
        List<Map.Entry<String, String>> labels =
                new ArrayList<>(with(measured, "container", "failure_type", type));
        labels.add(Map.entry("scope", "hierarchy"));
        text.sample(name, labels, (double) count, measured.reading().time());
    }

    private void io() {
        for (IoFamily family : IoFamily.values()) {
            text.family(family.metric(), MetricsText.Type.COUNTER, family.help());
            for (Measured each : all) {
                each.reading()
                        .io()
                        .forEach((device, io) ->
                                text.sample(
                                        family.metric(),
                                        with(each, "container", "device", device),
                                        family.of(io),
                                        each.reading().time()));
            }
        }
    }

    private void network() {
        for (NetworkFamily family : NetworkFamily.values()) {
            text.family(family.metric(), MetricsText.Type.COUNTER, family.help());
            for (Measured each : all) {
                for (NetworkCount count : each.networks()) {
                    text.sample(
                            family.metric(),
                            with(each, "image", "interface", count.name()),
                            family.of(count),
                            each.reading().time());
                }
            }
        }
    }

    private void pressure() {
        pressure("cpu", each -> each.pressure().cpu());
        pressure("memory", each -> each.pressure().memory());
        pressure("io", each -> each.pressure().io());
    }

    private void pressure(String what, Function<CgroupReading, Optional<Stalls>> stalls) {
        String stalled = "container_pressure_" + what + "_stalled_seconds_total";
        text.family(
                stalled,
                MetricsText.Type.COUNTER,
                "Time in which all tasks waited for " + what + ".");
        all.forEach(each ->
                stalls.apply(each.reading())
                        .ifPresent(value ->
                                text.sample(
                                        stalled,
                                        each.labels(),
                                        value.full().totalMicros() / MICROS,
                                        each.reading().time())));
        String waiting = "container_pressure_" + what + "_waiting_seconds_total";
        text.family(
                waiting, MetricsText.Type.COUNTER, "Time in which a task waited for " + what + ".");
        all.forEach(each ->
                stalls.apply(each.reading())
                        .ifPresent(value ->
                                text.sample(
                                        waiting,
                                        each.labels(),
                                        value.some().totalMicros() / MICROS,
                                        each.reading().time())));
    }

    private void tasks() {
        optional(
                "container_threads",
                "Number of threads running inside the container",
                CgroupReading::tasks);
        gauge(
                "container_threads_max",
                "Maximum number of threads allowed inside the container, infinity if value is zero",
                each -> (double) each.tasksMax().orElse(0));
    }

    private void limits() {
        gauge(
                "container_spec_cpu_period",
                "CPU period of the container.",
                each -> (double) each.cpu().periodMicros());
        optional(
                "container_spec_cpu_quota",
                "CPU quota of the container.",
                each -> each.cpu().quotaMicros());
        gauge(
                "container_spec_cpu_shares",
                "CPU share of the container.",
                each -> (double) each.cpu().shares());
        gauge(
                "container_spec_memory_limit_bytes",
                "Memory limit for the container.",
                each -> (double) each.memory().limit().orElse(0));
        gauge(
                "container_spec_memory_swap_limit_bytes",
                "Memory swap limit for the container.",
                each -> (double) each.memory().swapLimit().orElse(0));
        gauge(
                "container_last_seen",
                "Last time a container was seen by the exporter",
                each -> (double) each.time().getEpochSecond());
        gauge(
                "container_start_time_seconds",
                "Start time of the container since unix epoch in seconds.",
                each -> each.made().toEpochMilli() / 1000.0);
    }

    private void counter(String name, String help, Function<CgroupReading, Double> value) {
        each(name, MetricsText.Type.COUNTER, help, value);
    }

    private void gauge(String name, String help, Function<CgroupReading, Double> value) {
        each(name, MetricsText.Type.GAUGE, help, value);
    }

    private void each(
            String name,
            MetricsText.Type type,
            String help,
            Function<CgroupReading, Double> value) {
        text.family(name, type, help);
        all.forEach(each ->
                text.sample(
                        name, each.labels(), value.apply(each.reading()), each.reading().time()));
    }

    private void optional(String name, String help, Function<CgroupReading, OptionalLong> value) {
        text.family(name, MetricsText.Type.GAUGE, help);
        for (Measured each : all) {
            OptionalLong known = value.apply(each.reading());
            if (known.isPresent()) {
                text.sample(name, each.labels(), (double) known.getAsLong(), each.reading().time());
            }
        }
    }
}
