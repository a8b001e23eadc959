package dev.purser.node.measure;

import dev.purser.node.cgroup.CgroupTree;
import dev.purser.node.cgroup.CgroupTree.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads what cgroups use, in the words of either version. Thread-safe.
public final class CgroupMeter {
    /// The kernel's unit of processor time, `USER_HZ`, is a hundredth of a second (proc(5)).
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final long NANOS_PER_MICRO = 1000;
    private static final long PERIOD_MICROS = 100_000;
    private static final long SHARES = 1024;

    private final CgroupTree tree;
    private final Path mount;
    private final InstantSource clock;

    /// @param mount usually `/sys/fs/cgroup`
    public CgroupMeter(Path mount, InstantSource clock) {
        this.tree = new CgroupTree(mount);
        this.mount = mount;
        this.clock = clock;
    }

    /// Which version the machine has: 1 or 2.
    public int version() {
        return tree.version() == Version.V2 ? 2 : 1;
    }

    /// Empty for a cgroup that is not there, or not there any more.
    public Optional<CgroupReading> read(String cgroup) throws IOException {
        if (!exists(cgroup)) {
            return Optional.empty();
        }
        boolean isV2 = tree.version() == Version.V2;
        return Optional.of(
                new CgroupReading(
                        clock.instant(),
                        made(cgroup),
                        isV2 ? cpuV2(cgroup) : cpuV1(cgroup),
                        isV2 ? memoryV2(cgroup) : memoryV1(cgroup),
                        tree.number("pids", cgroup, "pids.current"),
                        tree.number("pids", cgroup, "pids.max"),
                        pressure(cgroup),
                        isV2 ? IoFiles.v2(lines("io", cgroup, "io.stat")) : ioV1(cgroup)));
    }

    private Instant made(String cgroup) throws IOException {
        return Files.getLastModifiedTime(tree.directory("memory", cgroup)).toInstant();
    }

    boolean exists(String cgroup) {
        return Files.isDirectory(tree.directory("memory", cgroup));
    }

    /// The ids of the processes of a cgroup itself, not of those below it.
    List<String> processes(String cgroup) throws IOException {
        return lines("memory", cgroup, "cgroup.procs");
    }

    private CgroupReading.Cpu cpuV1(String cgroup) throws IOException {
        Map<String, Long> ticks = table("cpuacct", cgroup, "cpuacct.stat");
        OptionalLong quota = tree.number("cpu", cgroup, "cpu.cfs_quota_us");
        Map<String, Long> stat = table("cpu", cgroup, "cpu.stat");
        return new CgroupReading.Cpu(
                tree.number("cpuacct", cgroup, "cpuacct.usage").orElse(0),
                ticks.getOrDefault("user", 0L) * NANOS_PER_TICK,
                ticks.getOrDefault("system", 0L) * NANOS_PER_TICK,
                quota.isEmpty()
                        ? Optional.empty()
                        : Optional.of(throttling(stat, "throttled_time", 1)),
                quota,
                tree.number("cpu", cgroup, "cpu.cfs_period_us").orElse(PERIOD_MICROS),
                tree.number("cpu", cgroup, "cpu.shares").orElse(SHARES));
    }

    private CgroupReading.Cpu cpuV2(String cgroup) throws IOException {
        Map<String, Long> stat = table("cpu", cgroup, "cpu.stat");
        List<String> max = lines("cpu", cgroup, "cpu.max");
        String[] bounds = max.isEmpty() ? new String[] {"max"} : max.getFirst().split(" ");
        OptionalLong quota =
                bounds[0].equals("max")
                        ? OptionalLong.empty()
                        : OptionalLong.of(Long.parseLong(bounds[0]));
        return new CgroupReading.Cpu(
                stat.getOrDefault("usage_usec", 0L) * NANOS_PER_MICRO,
                stat.getOrDefault("user_usec", 0L) * NANOS_PER_MICRO,
                stat.getOrDefault("system_usec", 0L) * NANOS_PER_MICRO,
                quota.isEmpty()
                        ? Optional.empty()
                        : Optional.of(throttling(stat, "throttled_usec", NANOS_PER_MICRO)),
                quota,
                bounds.length > 1 ? Long.parseLong(bounds[1]) : PERIOD_MICROS,
                shares(tree.number("cpu", cgroup, "cpu.weight").orElse(100)));
    }

    /// The inverse of what runtimes do to shares, which they write as a weight of 1 to 10000.
    private static long shares(long weight) {
        return 2 + (weight - 1) * 262_142 / 9999;
    }

    private static CgroupReading.Throttling throttling(
            Map<String, Long> stat, String time, long unitNanos) {
        return new CgroupReading.Throttling(
                stat.getOrDefault("nr_periods", 0L),
                stat.getOrDefault("nr_throttled", 0L),
                stat.getOrDefault(time, 0L) * unitNanos);
    }

    private CgroupReading.Memory memoryV1(String cgroup) throws IOException {
        Map<String, Long> stat = table("memory", cgroup, "memory.stat");
        OptionalLong limit = tree.number("memory", cgroup, "memory.limit_in_bytes");
        OptionalLong both = tree.number("memory", cgroup, "memory.memsw.limit_in_bytes");
        return new CgroupReading.Memory(
                tree.number("memory", cgroup, "memory.usage_in_bytes").orElse(0),
                stat.getOrDefault("total_rss", 0L),
                stat.getOrDefault("total_cache", 0L),
                stat.getOrDefault("total_mapped_file", 0L),
                stat.getOrDefault("total_inactive_file", 0L),
                stat.getOrDefault("total_active_file", 0L),
                tree.number("memory", cgroup, "memory.kmem.usage_in_bytes").orElse(0),
                stat.getOrDefault("total_dirty", 0L),
                stat.getOrDefault("total_writeback", 0L),
                stat.getOrDefault("total_pgfault", 0L),
                stat.getOrDefault("total_pgmajfault", 0L),
                stat.getOrDefault("total_swap", 0L),
                limit,
                limit.isPresent() && both.isPresent()
                        ? OptionalLong.of(Math.max(0, both.getAsLong() - limit.getAsLong()))
                        : OptionalLong.empty(),
                tree.number("memory", cgroup, "memory.max_usage_in_bytes"),
                tree.number("memory", cgroup, "memory.failcnt").orElse(0),
                table("memory", cgroup, "memory.oom_control").getOrDefault("oom_kill", 0L));
    }

    private CgroupReading.Memory memoryV2(String cgroup) throws IOException {
        Map<String, Long> stat = table("memory", cgroup, "memory.stat");
        Map<String, Long> events = table("memory", cgroup, "memory.events");
        return new CgroupReading.Memory(
                tree.number("memory", cgroup, "memory.current").orElse(0),
                stat.getOrDefault("anon", 0L),
                stat.getOrDefault("file", 0L),
                stat.getOrDefault("file_mapped", 0L),
                stat.getOrDefault("inactive_file", 0L),
                stat.getOrDefault("active_file", 0L),
                stat.getOrDefault("kernel", 0L),
                stat.getOrDefault("file_dirty", 0L),
                stat.getOrDefault("file_writeback", 0L),
                stat.getOrDefault("pgfault", 0L),
                stat.getOrDefault("pgmajfault", 0L),
                tree.number("memory", cgroup, "memory.swap.current").orElse(0),
                tree.number("memory", cgroup, "memory.max"),
                tree.number("memory", cgroup, "memory.swap.max"),
                tree.number("memory", cgroup, "memory.peak"),
                events.getOrDefault("max", 0L),
                events.getOrDefault("oom_kill", 0L));
    }

    /// Machines with version 1 may have the files of version 2 beside it, without controllers.
    private CgroupReading.Pressure pressure(String cgroup) throws IOException {
        Path root = tree.version() == Version.V2 ? mount : mount.resolve("unified");
        Path directory = root.resolve(cgroup.substring(1));
        return new CgroupReading.Pressure(
                Stalls.parse(TextFiles.lines(directory.resolve("cpu.pressure"))),
                Stalls.parse(TextFiles.lines(directory.resolve("memory.pressure"))),
                Stalls.parse(TextFiles.lines(directory.resolve("io.pressure"))));
    }

    private Map<String, CgroupReading.Io> ioV1(String cgroup) throws IOException {
        return IoFiles.v1(
                lines("blkio", cgroup, "blkio.throttle.io_service_bytes_recursive"),
                lines("blkio", cgroup, "blkio.throttle.io_serviced_recursive"));
    }

    private Map<String, Long> table(String controller, String cgroup, String file)
            throws IOException {
        Map<String, Long> table = new HashMap<>();
        for (String line : lines(controller, cgroup, file)) {
            int space = line.indexOf(' ');
            if (space > 0) {
                table.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
            }
        }
        return table;
    }

    private List<String> lines(String controller, String cgroup, String file) throws IOException {
        return TextFiles.lines(tree.directory(controller, cgroup).resolve(file));
    }
}
