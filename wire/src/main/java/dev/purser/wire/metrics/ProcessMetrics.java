package dev.purser.wire.metrics;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the machine gives to this process, under the names of Prometheus' own clients. Asked for
/// only when somebody looks, so that it costs no start-up.
public final class ProcessMetrics {
    /// Linux counts a process' memory in these.
    private static final long PAGE_BYTES = 4096;

    private ProcessMetrics() {}

    /// Writes what there is now.
    public static void writeTo(MetricsText text) {
        writeStart(text);
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        text.family("process_cpu_seconds_total", MetricsText.Type.COUNTER, "Processor time.");
        text.sample("process_cpu_seconds_total", List.of(), cpu.toNanos() / 1e9);
        gauge(text, "process_resident_memory_bytes", "Memory of the process.", residentBytes());
        gauge(text, "process_open_fds", "Open files and sockets.", openFiles());
        memory(text);
        collections(text);
        gauge(
                text,
                "jvm_threads_current",
                "Threads of the machine's, not virtual ones.",
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    /// Writes when the process was started, and nothing else.
    public static void writeStart(MetricsText text) {
        gauge(
                text,
                "process_start_time_seconds",
                "When the process was started, since 1970.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0);
    }

    private static void gauge(MetricsText text, String name, String help, double value) {
        text.family(name, MetricsText.Type.GAUGE, help);
        text.sample(name, List.of(), value);
    }

    private static void memory(MetricsText text) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        text.family(
                "jvm_memory_used_bytes",
                MetricsText.Type.GAUGE,
                "Memory of the virtual machine in use.");
        text.sample(
                "jvm_memory_used_bytes",
                List.of(Map.entry("area", "heap")),
                memory.getHeapMemoryUsage().getUsed());
        text.sample(
                "jvm_memory_used_bytes",
                List.of(Map.entry("area", "nonheap")),
                memory.getNonHeapMemoryUsage().getUsed());
    }

    private static void collections(MetricsText text) {
        text.family(
                "jvm_gc_collection_seconds_sum",
                MetricsText.Type.COUNTER,
                "Time of garbage collections.");
        for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
            List<Map.Entry<String, String>> labels = List.of(Map.entry("gc", gc.getName()));
            text.sample("jvm_gc_collection_seconds_sum", labels, gc.getCollectionTime() / 1e3);
        }
        text.family(
                "jvm_gc_collection_seconds_count",
                MetricsText.Type.COUNTER,
                "Garbage collections.");
        for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
            List<Map.Entry<String, String>> labels = List.of(Map.entry("gc", gc.getName()));
            text.sample("jvm_gc_collection_seconds_count", labels, gc.getCollectionCount());
        }
    }

    private static double residentBytes() {
        try {
            String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
            return (double) Long.parseLong(pages[1]) * PAGE_BYTES;
        } catch (IOException e) {
            // Only Linux tells.
            return 0;
        }
    }

    private static double openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return (double) files.count();
        } catch (IOException e) {
            // Only Linux tells.
            return 0;
        }
    }
}
