package dev.purser.node.measure;

import dev.purser.node.measure.NodeUse.Disks;
import dev.purser.wire.metrics.MetricsText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The part of `/metrics/cadvisor` that is about the machine itself.
final class MachineMetrics {
    private final MetricsText text = new MetricsText();
    private final List<Map.Entry<String, String>> labels;

    /// Which machine it is, in the words of the node's status.
    record Names(String bootId, String machineId, String systemUuid) {}

    private MachineMetrics(Names names) {
        labels =
                List.of(
                        Map.entry("boot_id", names.bootId()),
                        Map.entry("machine_id", names.machineId()),
                        Map.entry("system_uuid", names.systemUuid()));
    }

    /// @param proc the mounted `/proc`
    /// @param device what the node's files are on
    static String of(Names names, Path proc, NodeUse use, String device) throws IOException {
        MachineMetrics metrics = new MachineMetrics(names);
        use.disks().ifPresent(disks -> metrics.disks(disks, device));
        metrics.processors(TextFiles.lines(proc.resolve("cpuinfo")));
        metrics.gauge(
                "machine_memory_bytes",
                "Amount of memory installed on the machine.",
                use.machine().memory().total());
        metrics.gauge(
                "machine_swap_bytes",
                "Amount of swap memory available on the machine.",
                use.machine().memory().swapTotal());
        metrics.text.family(
                "machine_scrape_error",
                MetricsText.Type.GAUGE,
                "1 if there was an error while getting machine metrics, 0 otherwise.");
        metrics.text.sample("machine_scrape_error", List.of(), 0L);
        return metrics.text.toString();
    }

    private void gauge(String name, String help, long value) {
        text.family(name, MetricsText.Type.GAUGE, help);
        text.sample(name, labels, value);
    }

    /// A machine that names no sockets or cores has one socket, and as many cores as processors.
    private void processors(List<String> cpuinfo) {
        long processors = cpuinfo.stream().filter(line -> line.startsWith("processor")).count();
        Set<String> sockets = new HashSet<>();
        Set<String> cores = new HashSet<>();
        String socket = "0";
        for (String line : cpuinfo) {
            if (line.startsWith("physical id")) {
                socket = value(line);
                sockets.add(socket);
            } else if (line.startsWith("core id")) {
                cores.add(socket + "/" + value(line));
            }
        }
        gauge("machine_cpu_cores", "Number of logical CPU cores.", processors);
        gauge(
                "machine_cpu_physical_cores",
                "Number of physical CPU cores.",
                cores.isEmpty() ? processors : cores.size());
        gauge("machine_cpu_sockets", "Number of CPU sockets.", Math.max(1, sockets.size()));
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    /// The node's file system as that of the cgroup of everything.
    private void disks(Disks disks, String device) {
        Instant time = disks.time();
        file(
                "container_fs_inodes_free",
                "Number of available Inodes",
                device,
                disks.node().inodesFree(),
                time);
        file("container_fs_inodes_total", "Number of Inodes", device, disks.node().inodes(), time);
        file(
                "container_fs_limit_bytes",
                "Number of bytes that can be consumed by the container on this filesystem.",
                device,
                disks.node().capacityBytes(),
                time);
        file(
                "container_fs_usage_bytes",
                "Number of bytes that are consumed by the container on this filesystem.",
                device,
                disks.node().usedBytes(),
                time);
    }

    private void file(String name, String help, String device, long value, Instant time) {
        text.family(name, MetricsText.Type.GAUGE, help);
        List<Map.Entry<String, String>> root =
                List.of(
                        Map.entry("container", ""),
                        Map.entry("device", device),
                        Map.entry("id", "/"),
                        Map.entry("image", ""),
                        Map.entry("name", ""),
                        Map.entry("namespace", ""),
                        Map.entry("pod", ""));
        text.sample(name, root, (double) value, time);
    }
}
