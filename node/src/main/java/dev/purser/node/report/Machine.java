package dev.purser.node.report;

import dev.purser.api.quantity.Quantity;
import dev.purser.node.environment.NodeResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What this machine is and has, as the Node object tells it.
///
/// @param osImage the distribution's own name
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
        String bootId) {
    private static final long BYTES_PER_KIB = 1024;

    /// Reads the running machine.
    ///
    /// @param dataDirectory an existing directory of the file system that pods write to
    public static Machine read(Path dataDirectory) throws IOException {
        String machineId = line("/etc/machine-id");
        String uuid = line("/sys/class/dmi/id/product_uuid").toLowerCase(Locale.ROOT);
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                memory(Path.of("/proc/meminfo")),
                Files.getFileStore(dataDirectory).getTotalSpace(),
                osImage(Path.of("/etc/os-release")),
                line("/proc/sys/kernel/osrelease"),
                architecture(System.getProperty("os.arch")),
                machineId,
                uuid.isEmpty() ? machineId : uuid,
                line("/proc/sys/kernel/random/boot_id"));
    }

    private static String line(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            // Containers and small systems lack some of these files.
            return "";
        }
    }

    private static long memory(Path meminfo) throws IOException {
        for (String line : Files.readAllLines(meminfo)) {
            if (line.startsWith("MemTotal:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB;
            }
        }
        throw new IOException(meminfo + " does not tell the memory");
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

    /// What pods may use.
    public NodeResources allocatable() {
        return new NodeResources(Quantity.of(cpus), memory(), allocatableStorage());
    }

    /// The memory with the suffix that nodes show.
    Quantity memory() {
        return Quantity.parse(memoryBytes / BYTES_PER_KIB + "Ki");
    }

    /// What pods may use of the storage.
    Quantity allocatableStorage() {
        return Quantity.of(storageBytes - storageBytes / 100);
    }
}
