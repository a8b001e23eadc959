package dev.purser.node.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the whole machine uses, whatever runs on it.
///
/// @param bootTime when it was started
/// @param cpuNanos processor time of all processors since then
/// @param memory sizes in bytes
/// @param networks its interfaces, but for those that lead to pods alone
/// @param tasks processes and threads
/// @param tasksMax how many there can be
public record MachineUse(
        Instant time,
        Instant bootTime,
        long cpuNanos,
        Memory memory,
        CgroupReading.Pressure pressure,
        List<NetworkCount> networks,
        long tasks,
        long tasksMax) {
    /// The kernel's unit of processor time is a hundredth of a second (proc(5)).
    private static final long NANOS_PER_TICK = Duration.ofMillis(10).toNanos();

    private static final long BYTES_PER_KIB = 1024;

    /// user, nice, system, irq, softirq, steal.
    private static final List<Integer> BUSY_COLUMNS = List.of(1, 2, 3, 6, 7, 8);

    /// As in kubelet, which leaves out the ends of pods' networks.
    private static final List<String> PODS_OWN = List.of("veth", "docker", "nerdctl");

    public MachineUse {
        networks = List.copyOf(networks);
    }

    /// @param workingSet what is in use and could not be dropped
    public record Memory(
            long total,
            long usage,
            long workingSet,
            long rss,
            long pageFaults,
            long majorPageFaults,
            long swapTotal,
            long swapFree) {}

    /// @param proc the mounted `/proc`
    static MachineUse read(Path proc, InstantSource clock) throws IOException {
        List<String> stat = TextFiles.lines(proc.resolve("stat"));
        return new MachineUse(
                clock.instant(),
                Instant.ofEpochSecond(value(stat, "btime ")),
                cpuNanos(stat),
                memory(proc),
                new CgroupReading.Pressure(
                        pressure(proc, "cpu"), pressure(proc, "memory"), pressure(proc, "io")),
                NetworkCount.parse(TextFiles.lines(proc.resolve("net/dev"))).stream()
                        .filter(each -> PODS_OWN.stream().noneMatch(each.name()::startsWith))
                        .toList(),
                tasks(proc),
                Math.min(
                        number(proc, "sys/kernel/pid_max"),
                        number(proc, "sys/kernel/threads-max")));
    }

    private static long value(List<String> lines, String start) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .mapToLong(line -> Long.parseLong(line.substring(start.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    private static long cpuNanos(List<String> stat) {
        String[] columns = stat.getFirst().split(" +");
        return BUSY_COLUMNS.stream().mapToLong(each -> Long.parseLong(columns[each])).sum()
                * NANOS_PER_TICK;
    }

    private static Memory memory(Path proc) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        for (String line : TextFiles.lines(proc.resolve("meminfo"))) {
            String[] parts = line.split(":? +");
            sizes.put(parts[0], Long.parseLong(parts[1]) * BYTES_PER_KIB);
        }
        List<String> events = TextFiles.lines(proc.resolve("vmstat"));
        long total = sizes.getOrDefault("MemTotal", 0L);
        long usage = total - sizes.getOrDefault("MemFree", 0L);
        return new Memory(
                total,
                usage,
                Math.max(0, usage - sizes.getOrDefault("Inactive(file)", 0L)),
                sizes.getOrDefault("AnonPages", 0L),
                value(events, "pgfault "),
                value(events, "pgmajfault "),
                sizes.getOrDefault("SwapTotal", 0L),
                sizes.getOrDefault("SwapFree", 0L));
    }

    private static Optional<Stalls> pressure(Path proc, String resource) throws IOException {
        return Stalls.parse(TextFiles.lines(proc.resolve("pressure").resolve(resource)));
    }

    /// The last part of `0.1 0.2 0.3 2/345 6789` but one: running tasks, and all of them.
    private static long tasks(Path proc) throws IOException {
        String[] words = TextFiles.lines(proc.resolve("loadavg")).getFirst().split(" ");
        return Long.parseLong(words[3].substring(words[3].indexOf('/') + 1));
    }

    private static long number(Path proc, String file) throws IOException {
        return Long.parseLong(TextFiles.lines(proc.resolve(file)).getFirst().strip());
    }
}
