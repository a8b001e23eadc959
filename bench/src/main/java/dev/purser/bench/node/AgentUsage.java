package dev.purser.bench.node;

import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.InstanceLock;
import dev.purser.node.containerd.ContainerdLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// What the programs of a node use that are not pods: processor time so far, and memory now.
///
/// @param cpuNanos of all threads, since the program began
/// @param anonymousBytes resident memory that is no part of a file: what a kubelet tells of a
///   program
/// @param residentBytes all resident memory, where that can be told
record AgentUsage(String program, long cpuNanos, long anonymousBytes, OptionalLong residentBytes) {
    private static final long NANOS_PER_TICK = 10_000_000;

    /// Measures what can be measured; empty when nothing can.
    ///
    /// A Purser on this machine is known by the kubeconfig that lies in its data directory: its
    /// processes are looked at. Every other node is asked for the summary of its kubelet.
    static List<AgentUsage> of(Cluster cluster) throws IOException {
        DataDirectory directory = new DataDirectory(cluster.directory());
        OptionalLong purser =
                Files.exists(directory.instance())
                        ? InstanceLock.holder(directory)
                        : OptionalLong.empty();
        if (purser.isPresent()) {
            List<AgentUsage> usages = new ArrayList<>();
            usages.add(process("purser, the API server included", purser.getAsLong()));
            Path pid = new ContainerdLayout(directory.node().resolve("containerd")).pidFile();
            if (Files.exists(pid)) {
                usages.add(process("containerd", Long.parseLong(Files.readString(pid).strip())));
            }
            return usages;
        }
        return summary(cluster);
    }

    private static AgentUsage process(String program, long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
        return new AgentUsage(
                program,
                ticks * NANOS_PER_TICK,
                kilobytes(status, "RssAnon:") << 10,
                OptionalLong.of(kilobytes(status, "VmRSS:") << 10));
    }

    private static long kilobytes(List<String> status, String field) {
        return status.stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static List<AgentUsage> summary(Cluster cluster) {
        JsonNode summary;
        try {
            summary =
                    cluster.api()
                            .document(
                                    "GET",
                                    "/api/v1/nodes/%s/proxy/stats/summary"
                                            .formatted(cluster.node()));
        } catch (StatusException e) {
            return List.of();
        }
        List<AgentUsage> usages = new ArrayList<>();
        for (JsonNode system : summary.path("node").path("systemContainers")) {
            String name = system.path("name").asString("");
            long anonymous = system.path("memory").path("rssBytes").asLong();
            // Zeros are those of a cgroup that the program is not in.
            if (!name.equals("pods") && anonymous > 0) {
                long nanos = system.path("cpu").path("usageCoreNanoSeconds").asLong();
                usages.add(new AgentUsage(name, nanos, anonymous, OptionalLong.empty()));
            }
        }
        return usages;
    }
}
