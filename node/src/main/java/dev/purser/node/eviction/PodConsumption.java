package dev.purser.node.eviction;

import java.util.Map;

/// What a pod uses.
///
/// @param memoryBytes the working set of all of it
/// @param containers by name, running ones
/// @param volumes by name, those that are on the node's disk
public record PodConsumption(
        long memoryBytes,
        long processes,
        Map<String, ContainerConsumption> containers,
        Map<String, Amount> volumes) {
    public PodConsumption {
        containers = Map.copyOf(containers);
        volumes = Map.copyOf(volumes);
    }

    /// @param written what the container wrote to its own file system
    public record ContainerConsumption(long memoryBytes, Amount written, Amount logs) {}

    /// What containers wrote, what they logged, and what is in the volumes.
    ///
    /// @param parts what to count
    Amount disk(DiskPart... parts) {
        Amount total = Amount.NONE;
        for (DiskPart part : parts) {
            total = total.plus(disk(part));
        }
        return total;
    }

    private Amount disk(DiskPart part) {
        return switch (part) {
            case WRITTEN ->
                    containers.values().stream()
                            .map(ContainerConsumption::written)
                            .reduce(Amount.NONE, Amount::plus);
            case LOGS ->
                    containers.values().stream()
                            .map(ContainerConsumption::logs)
                            .reduce(Amount.NONE, Amount::plus);
            case VOLUMES -> volumes.values().stream().reduce(Amount.NONE, Amount::plus);
        };
    }

    /// What of a pod lies on a disk.
    enum DiskPart {
        WRITTEN,
        LOGS,
        VOLUMES
    }
}
