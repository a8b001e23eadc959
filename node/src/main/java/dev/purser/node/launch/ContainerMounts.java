package dev.purser.node.launch;

import dev.purser.node.environment.ConfigErrorException;
import dev.purser.node.environment.Expansion;
import dev.purser.node.volume.PodVolumes;
import dev.purser.node.volume.PodVolumes.SubPathMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import runtime.v1.CriV1.Mount;
import runtime.v1.CriV1.MountPropagation;
import tools.jackson.databind.JsonNode;

/// The mounts of a container for its `volumeMounts`. Thread-safe.
final class ContainerMounts {
    private static final List<String> PROJECTED =
            List.of("configMap", "secret", "projected", "downwardAPI");

    private final PodVolumes volumes;

    ContainerMounts(PodVolumes volumes) {
        this.volumes = volumes;
    }

    /// @throws ConfigErrorException when a sub-path does not exist or names an unknown variable
    List<Mount> of(Launch launch) throws ConfigErrorException {
        List<Mount> mounts = new ArrayList<>();
        JsonNode entries = launch.container().json().path("volumeMounts");
        for (int index = 0; index < entries.size(); index++) {
            mounts.add(mount(launch, entries.path(index), index));
        }
        return mounts;
    }

    private Mount mount(Launch launch, JsonNode entry, int index) throws ConfigErrorException {
        String volume = entry.path("name").asString("");
        Path path = launch.volumes().get(volume);
        if (path == null) {
            throw new ConfigErrorException(
                    "cannot find volume \"%s\" to mount into container \"%s\""
                            .formatted(volume, launch.container().name()));
        }
        String subPath = subPath(launch, entry);
        if (!subPath.isEmpty()) {
            String uid = launch.pod().identity().uid();
            String container = launch.container().name();
            path = volumes.subPath(new SubPathMount(uid, container, index, volume, subPath));
        }
        return Mount.newBuilder()
                .setHostPath(path.toString())
                .setContainerPath(containerPath(entry))
                .setReadonly(entry.path("readOnly").asBoolean(false) || isProjected(launch, volume))
                .setPropagation(propagation(entry.path("mountPropagation").asString("")))
                .build();
    }

    /// Whether the node itself writes the files of a volume. No container may then: a link that it
    /// put there would lead the node's own writes and deletions elsewhere (CVE-2017-1002102).
    private static boolean isProjected(Launch launch, String volume) {
        for (JsonNode spec : launch.pod().pod().json().path("spec").path("volumes")) {
            if (spec.path("name").asString("").equals(volume)) {
                return PROJECTED.stream().anyMatch(spec::hasNonNull);
            }
        }
        return false;
    }

    private static String subPath(Launch launch, JsonNode entry) throws ConfigErrorException {
        return entry.has("subPathExpr")
                ? Expansion.expandAll(
                        entry.path("subPathExpr").asString(""), launch.environment()::value)
                : entry.path("subPath").asString("");
    }

    /// Relative paths start at the root.
    private static String containerPath(JsonNode entry) {
        String path = entry.path("mountPath").asString("");
        return path.startsWith("/") ? path : "/" + path;
    }

    private static MountPropagation propagation(String mode) {
        return switch (mode) {
            case "HostToContainer" -> MountPropagation.PROPAGATION_HOST_TO_CONTAINER;
            case "Bidirectional" -> MountPropagation.PROPAGATION_BIDIRECTIONAL;
            default -> MountPropagation.PROPAGATION_PRIVATE;
        };
    }
}
