package dev.purser.node.eviction;

import dev.purser.api.quantity.Quantity;
import dev.purser.node.eviction.PodConsumption.DiskPart;
import dev.purser.node.settings.Signal;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodResources;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/// Which pod has to go first: one of which nothing is known, then one that uses more than it asked
/// for, then one of lower priority, then the one that uses the most beyond what it asked for.
final class Ranking {
    private final Map<String, PodConsumption> consumption;
    private final DiskPart[] parts;
    private final Starved starved;

    /// @param hasImageFileSystem whether images have a file system of their own
    Ranking(Signal signal, Map<String, PodConsumption> consumption, boolean hasImageFileSystem) {
        this.consumption = consumption;
        this.starved = Starved.of(signal);
        this.parts = hasImageFileSystem ? parts(signal) : DiskPart.values();
    }

    private static DiskPart[] parts(Signal signal) {
        return switch (signal) {
            case IMAGEFS_AVAILABLE,
                    IMAGEFS_INODES_FREE,
                    CONTAINERFS_AVAILABLE,
                    CONTAINERFS_INODES_FREE ->
                    new DiskPart[] {DiskPart.WRITTEN};
            default -> new DiskPart[] {DiskPart.LOGS, DiskPart.VOLUMES};
        };
    }

    /// The pods, the first to go first.
    List<PodSpec> rank(List<PodSpec> pods) {
        Comparator<PodSpec> byPriority = Comparator.comparingInt(PodSpec::priority);
        Comparator<PodSpec> order =
                starved == Starved.PIDS
                        ? byPriority.thenComparing(most(this::processes))
                        : exceeding()
                                .thenComparing(byPriority)
                                .thenComparing(
                                        most((pod, used) -> used(used) - requestForRank(pod)));
        return pods.stream().sorted(order).toList();
    }

    private Comparator<PodSpec> exceeding() {
        return Comparator.comparingInt(pod -> {
            PodConsumption used = of(pod);
            if (used == null) {
                return 0;
            }
            return used(used) > request(pod) ? 1 : 2;
        });
    }

    private Comparator<PodSpec> most(ToLongBiFunction<PodSpec, PodConsumption> amount) {
        return Comparator.comparingLong(
                        (PodSpec pod) -> {
                            PodConsumption used = of(pod);
                            return used == null ? Long.MAX_VALUE : amount.applyAsLong(pod, used);
                        })
                .reversed();
    }

    private @Nullable PodConsumption of(PodSpec pod) {
        return consumption.get(pod.identity().uid());
    }

    private long processes(PodSpec pod, PodConsumption used) {
        return used.processes();
    }

    private long used(PodConsumption used) {
        return switch (starved) {
            case MEMORY -> used.memoryBytes();
            case DISK -> used.disk(parts).bytes();
            case INODES -> used.disk(parts).inodes();
            case PIDS -> used.processes();
        };
    }

    private long request(PodSpec pod) {
        return PodResources.of(pod, "requests").getOrDefault(starved.text(), Quantity.ZERO).value();
    }

    /// Inodes cannot be asked for; kubelet takes the bytes instead where it ranks.
    private long requestForRank(PodSpec pod) {
        return starved == Starved.INODES
                ? PodResources.of(pod, "requests")
                        .getOrDefault(Starved.DISK.text(), Quantity.ZERO)
                        .value()
                : request(pod);
    }
}
