package dev.purser.bench.external;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.InstanceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What the Purser of a data directory uses now.
///
/// @param residentMegabytes what it has of the machine's memory
/// @param cpuNanos of all threads, since it began
record ServerUsage(long residentMegabytes, long cpuNanos) {
    private static final long NANOS_PER_TICK = 10_000_000;

    /// @param directory of a running Purser
    static ServerUsage of(Path directory) throws IOException {
        long pid =
                InstanceLock.holder(new DataDirectory(directory))
                        .orElseThrow(() ->
                                new IllegalStateException("no Purser runs with " + directory));
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
        long kilobytes =
                status.stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
        return new ServerUsage(
                kilobytes >> 10,
                (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK);
    }

    /// A line about the time since an earlier look.
    String since(ServerUsage before, long wallNanos) {
        return String.format(
                Locale.ROOT,
                "%d MB resident (%+d), %.0f%% of a processor",
                residentMegabytes,
                residentMegabytes - before.residentMegabytes,
                100.0 * (cpuNanos - before.cpuNanos) / wallNanos);
    }
}
