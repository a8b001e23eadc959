package dev.purser.node.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the whole machine has used.
///
/// @param cpuNanos processor time since the machine's start
/// @param memoryBytes what is in use, without file contents that could be dropped
record MachineReading(Instant time, long cpuNanos, long memoryBytes) {
    /// The kernel's unit of processor time, `USER_HZ`, is a hundredth of a second on all
    /// architectures that Purser runs on (proc(5)).
    private static final long NANOS_PER_TICK = Duration.ofMillis(10).toNanos();

    private static final long BYTES_PER_KIB = 1024;

    /// The columns of `/proc/stat` that are work: user, nice, system, irq, softirq, steal. Guests
    /// are in user already; idle and iowait are none.
    private static final List<Integer> BUSY_COLUMNS = List.of(1, 2, 3, 6, 7, 8);

    /// @param proc the mounted `/proc`
    static MachineReading read(Path proc, InstantSource clock) throws IOException {
        return new MachineReading(
                clock.instant(),
                cpuNanos(proc.resolve("stat")),
                workingSet(proc.resolve("meminfo")));
    }

    private static long cpuNanos(Path stat) throws IOException {
        String[] columns = Files.readAllLines(stat).getFirst().split(" +");
        long ticks = 0;
        for (int column : BUSY_COLUMNS) {
            ticks += Long.parseLong(columns[column]);
        }
        return ticks * NANOS_PER_TICK;
    }

    private static long workingSet(Path meminfo) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        for (String line : Files.readAllLines(meminfo)) {
            String[] parts = line.split(":? +");
            sizes.put(parts[0], Long.parseLong(parts[1]));
        }
        long used =
                sizes.getOrDefault("MemTotal", 0L)
                        - sizes.getOrDefault("MemFree", 0L)
                        - sizes.getOrDefault("Inactive(file)", 0L);
        return Math.max(0, used) * BYTES_PER_KIB;
    }
}
