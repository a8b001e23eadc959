package dev.purser.node.report;

import dev.purser.api.quantity.Quantity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What this machine is and has, as the Node object tells it.
///
/// @param osImage the distribution's own name
/// @param swapBytes 0 without swap
/// @param hugePages the memory in pages of each size, by the name of the resource
/// @param architecture as Go names it: `amd64`, `arm64`
public record Machine(
        int cpus,
        long memoryBytes,
        long storageBytes,
        String osImage,
        String kernel,
        String architecture,
        String machineId,
        String systemUuid,
        String bootId,
        long swapBytes,
        Map<String, Quantity> hugePages) {
    public Machine {
        hugePages = Map.copyOf(hugePages);
    }

    private static final long BYTES_PER_KIB = 1024;

    /// Reads the running machine.
    ///
    /// @param dataDirectory an existing directory of the file system that pods write to
    public static Machine read(Path dataDirectory) throws IOException {
        String machineId = line("/etc/machine-id");
        String uuid = line("/sys/class/dmi/id/product_uuid").toLowerCase(Locale.ROOT);
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                meminfo(Path.of("/proc/meminfo"), "MemTotal:"),
                Files.getFileStore(dataDirectory).getTotalSpace(),
                osImage(Path.of("/etc/os-release")),
                line("/proc/sys/kernel/osrelease"),
                architecture(System.getProperty("os.arch")),
                machineId,
                uuid.isEmpty() ? machineId : uuid,
                line("/proc/sys/kernel/random/boot_id"),
                meminfo(Path.of("/proc/meminfo"), "SwapTotal:"),
                hugePages(Path.of("/sys/kernel/mm/hugepages")));
    }

    private static Map<String, Quantity> hugePages(Path sizes) throws IOException {
        Map<String, Quantity> pages = new TreeMap<>();
        if (Files.isDirectory(sizes)) {
            try (DirectoryStream<Path> directories =
                    Files.newDirectoryStream(sizes, "hugepages-*kB")) {
                for (Path directory : directories) {
                    String name = directory.getFileName().toString().replaceAll("\\D", "");
                    long bytes = Long.parseLong(name) * BYTES_PER_KIB;
                    long count =
                            Long.parseLong(
                                    Files.readString(directory.resolve("nr_hugepages")).strip());
                    pages.put(
                            "hugepages-" + Quantity.ofBytes(bytes),
                            Quantity.ofBytes(bytes * count));
                }
            }
        }
        return pages;
    }

    private static String line(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            // Containers and small systems lack some of these files.
            return "";
        }
    }

    private static long meminfo(Path meminfo, String name) throws IOException {
        for (String line : Files.readAllLines(meminfo)) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB;
            }
        }
        throw new IOException(meminfo + " does not tell " + name);
    }

    private static String osImage(Path release) throws IOException {
        if (Files.exists(release)) {
            for (String line : Files.readAllLines(release)) {
                if (line.startsWith("PRETTY_NAME=")) {
                    return line.substring("PRETTY_NAME=".length()).replace("\"", "");
                }
            }
        }
        return "Linux";
    }

    private static String architecture(String osArch) {
        return osArch.equals("aarch64") ? "arm64" : osArch;
    }

    /// The memory with the suffix that nodes show.
    Quantity memory() {
        return Quantity.parse(memoryBytes / BYTES_PER_KIB + "Ki");
    }
}
