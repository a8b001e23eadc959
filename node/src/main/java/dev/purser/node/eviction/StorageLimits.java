package dev.purser.node.eviction;

import dev.purser.api.quantity.Quantities;
import dev.purser.api.quantity.Quantity;
import dev.purser.node.eviction.PodConsumption.ContainerConsumption;
import dev.purser.node.eviction.PodConsumption.DiskPart;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodResources;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The limits that a pod sets itself to what it takes of the disk, in kubelet's order and words.
final class StorageLimits {
    private static final String STORAGE = "ephemeral-storage";

    private StorageLimits() {}

    /// Whether a pod has any such limit.
    static boolean has(PodSpec pod) {
        return PodResources.of(pod, "limits").containsKey(STORAGE)
                || pod.json()
                        .path("volumes")
                        .valueStream()
                        .anyMatch(each -> !sizeLimit(each).isZero());
    }

    /// What the pod takes too much of; empty when it keeps to its limits.
    ///
    /// @param hasImageFileSystem whether what containers write is on a file system of its own
    static Optional<String> violation(
            PodSpec pod, PodConsumption used, boolean hasImageFileSystem) {
        return emptyDirectory(pod, used)
                .or(() -> whole(pod, used))
                .or(() -> container(pod, used, hasImageFileSystem));
    }

    private static Quantity sizeLimit(JsonNode volume) {
        JsonNode source = volume.path("emptyDir");
        return source.path("medium").asString("").isEmpty()
                ? Quantities.get(source, "sizeLimit")
                : Quantity.ZERO;
    }

    private static Optional<String> emptyDirectory(PodSpec pod, PodConsumption used) {
        for (JsonNode volume : pod.json().path("volumes")) {
            String name = volume.path("name").asString("");
            Quantity limit = sizeLimit(volume);
            Amount amount = used.volumes().getOrDefault(name, Amount.NONE);
            if (limit.signum() > 0 && amount.bytes() > limit.value()) {
                return Optional.of(
                        "Usage of EmptyDir volume \"%s\" exceeds the limit \"%s\". "
                                .formatted(name, limit));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> whole(PodSpec pod, PodConsumption used) {
        Quantity limit = PodResources.of(pod, "limits").get(STORAGE);
        return limit != null && used.disk(DiskPart.values()).bytes() > limit.value()
                ? Optional.of(
                        "Pod ephemeral local storage usage exceeds the total limit of containers %s. "
                                .formatted(limit))
                : Optional.empty();
    }

    private static Optional<String> container(
            PodSpec pod, PodConsumption used, boolean hasImageFileSystem) {
        for (ContainerSpec each : pod.lastingContainers()) {
            Quantity limit = Quantities.get(each.json().path("resources").path("limits"), STORAGE);
            ContainerConsumption own = used.containers().get(each.name());
            if (own == null || limit.isZero()) {
                continue;
            }
            Amount amount = hasImageFileSystem ? own.logs() : own.logs().plus(own.written());
            if (amount.bytes() > limit.value()) {
                return Optional.of(
                        "Container %s exceeded its local ephemeral storage limit \"%s\". "
                                .formatted(each.name(), limit));
            }
        }
        return Optional.empty();
    }
}
