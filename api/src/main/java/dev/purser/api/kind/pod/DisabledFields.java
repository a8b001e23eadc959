package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Fields of Pods whose features Kubernetes 1.37 has not switched on: the API knows them and drops
/// them (`DropDisabledPodFields`). As no object ever keeps one, none is in use that would have to
/// stay.
final class DisabledFields {
    private static final List<String> PROBES =
            List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> STATUS_LISTS =
            List.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses");

    private DisabledFields() {}

    static void dropFromSpec(ObjectNode spec) {
        // GenericWorkload, EvictionRequestAPI
        spec.remove(Set.of("schedulingGroup", "evictionResponders"));
        for (ObjectNode volume : Trees.items(spec, "volumes")) {
            // EmptyDirVolumeMode
            drop(volume.path("emptyDir"), "mode");
            dropUsers(volume);
        }
        Containers.all(spec).forEach(DisabledFields::dropFromContainer);
    }

    /// AtomicWriteVolumeUserFields
    private static void dropUsers(ObjectNode volume) {
        for (String type : List.of("secret", "configMap", "downwardAPI", "projected")) {
            drop(volume.path(type), "defaultUser");
            dropFromItems(volume.path(type));
        }
        for (ObjectNode source : Trees.items(volume.path("projected"), "sources")) {
            for (JsonNode projection : source) {
                drop(projection, "user");
                dropFromItems(projection);
            }
        }
    }

    private static void dropFromItems(JsonNode source) {
        Trees.items(source, "items").forEach(item -> item.remove("user"));
    }

    private static void dropFromContainer(ObjectNode container) {
        // VolumeBindMountOptions
        Trees.items(container, "volumeMounts").forEach(mount -> mount.remove("bindMountOptions"));
        for (String probe : PROBES) {
            // GRPCContainerProbeTLS, H2CContainerProbe
            drop(container.path(probe).path("grpc"), "mode");
            drop(container.path(probe).path("httpGet"), "protocol");
        }
        JsonNode lifecycle = container.path("lifecycle");
        for (String hook : List.of("postStart", "preStop")) {
            drop(lifecycle.path(hook).path("httpGet"), "protocol");
        }
        // ContainerStopSignals
        if (lifecycle.has("stopSignal")) {
            drop(lifecycle, "stopSignal");
            if (lifecycle.isEmpty()) {
                container.remove("lifecycle");
            }
        }
    }

    static void dropFromStatus(ObjectNode status) {
        // DRANodeAllocatableResources, CSIVolumeHealth
        status.remove(Set.of("nodeAllocatableResourceClaimStatuses", "volumeHealth"));
        for (String list : STATUS_LISTS) {
            for (ObjectNode container : Trees.items(status, list)) {
                // ImageVolumeWithDigest
                Trees.items(container, "volumeMounts")
                        .forEach(mount -> mount.remove("volumeStatus"));
            }
        }
    }

    private static void drop(JsonNode owner, String field) {
        if (owner instanceof ObjectNode object) {
            object.remove(field);
        }
    }
}
