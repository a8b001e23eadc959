package dev.purser.node.eviction;

import dev.purser.node.cgroup.CgroupUsage;
import dev.purser.node.settings.Signal;
import dev.purser.node.volume.DiskSpaces;
import dev.purser.node.volume.DiskSpaces.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The signals of this machine, from `/proc`, the file systems and the pods' cgroup. Thread-safe.
public final class LinuxSignals implements SignalSource {
    private static final long BYTES_PER_KIB = 1024;
    private static final int LOADAVG_TASKS = 3;

    private final Places places;
    private final DiskSpaces disks;
    private final CgroupUsage cgroups;
    private final long podsMemoryBytes;

    /// Where to look.
    ///
    /// @param proc the mounted `/proc`
    /// @param nodeFiles an existing directory on the file system of volumes and logs
    /// @param imageFiles one on that of images and of what containers write
    /// @param podCgroup the cgroup above all pods
    public record Places(Path proc, Path nodeFiles, Path imageFiles, String podCgroup) {}

    /// @param podsMemoryBytes the memory that pods may use together
    public LinuxSignals(
            Places places, DiskSpaces disks, CgroupUsage cgroups, long podsMemoryBytes) {
        this.places = places;
        this.disks = disks;
        this.cgroups = cgroups;
        this.podsMemoryBytes = podsMemoryBytes;
    }

    @Override
    public Map<Signal, Observation> observe() throws IOException {
        Map<Signal, Observation> all = new EnumMap<>(Signal.class);
        all.put(Signal.MEMORY_AVAILABLE, memory());
        OptionalLong pods = cgroups.workingSetBytes(places.podCgroup());
        if (pods.isPresent()) {
            long left = Math.max(0, podsMemoryBytes - pods.getAsLong());
            all.put(Signal.ALLOCATABLE_MEMORY_AVAILABLE, new Observation(left, podsMemoryBytes));
        }
        Space node = disks.of(places.nodeFiles());
        put(all, node, Signal.NODEFS_AVAILABLE, Signal.NODEFS_INODES_FREE);
        Space images = disks.of(places.imageFiles());
        put(all, images, Signal.IMAGEFS_AVAILABLE, Signal.IMAGEFS_INODES_FREE);
        all.put(Signal.PID_AVAILABLE, processes());
        return all;
    }

    private static void put(
            Map<Signal, Observation> all, Space space, Signal bytes, Signal inodes) {
        all.put(bytes, new Observation(space.availableBytes(), space.capacityBytes()));
        if (space.inodes() > 0) {
            all.put(inodes, new Observation(space.inodesFree(), space.inodes()));
        }
    }

    /// What is free, and file contents that were not used lately.
    @Override
    public Observation memory() throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        for (String line : Files.readAllLines(places.proc().resolve("meminfo"))) {
            String[] parts = line.split(":? +");
            sizes.put(parts[0], Long.parseLong(parts[1]) * BYTES_PER_KIB);
        }
        long total = sizes.getOrDefault("MemTotal", 0L);
        long available =
                sizes.getOrDefault("MemFree", 0L) + sizes.getOrDefault("Inactive(file)", 0L);
        return new Observation(Math.min(total, available), total);
    }

    private Observation processes() throws IOException {
        long most = Math.min(number("sys/kernel/pid_max"), number("sys/kernel/threads-max"));
        String tasks = Files.readString(places.proc().resolve("loadavg")).split(" ")[LOADAVG_TASKS];
        long running = Long.parseLong(tasks.substring(tasks.indexOf('/') + 1));
        return new Observation(most - running, most);
    }

    private long number(String file) throws IOException {
        return Long.parseLong(Files.readString(places.proc().resolve(file)).strip());
    }

    @Override
    public boolean hasImageFileSystem() throws IOException {
        return !Files.getFileStore(places.nodeFiles())
                .equals(Files.getFileStore(places.imageFiles()));
    }
}
