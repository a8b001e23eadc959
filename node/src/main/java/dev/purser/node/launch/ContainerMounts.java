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
import tools.jackson.databind.node.MissingNode;

/// The mounts of a container for its `volumeMounts`. Thread-safe.
final class ContainerMounts {
    private static final List<String> READ_ONLY =
            List.of("configMap", "secret", "projected", "downwardAPI");

    private static final String IMAGE = "image";

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
        RecursiveReadOnly.check(entry);
        String subPath = subPath(launch, entry);
        if (!subPath.isEmpty()) {
            String uid = launch.pod().identity().uid();
            String container = launch.container().name();
            path = volumes.subPath(new SubPathMount(uid, container, index, volume, subPath));
        }
        return Mount.newBuilder()
                .setHostPath(path.toString())
                .setContainerPath(containerPath(entry))
                .setReadonly(isReadOnly(launch, entry))
                .setPropagation(propagation(entry.path("mountPropagation").asString("")))
                .build();
    }

    /// Besides those that ask for it, volumes whose files the node itself writes. No container may
    /// then: a link that it put there would lead the node's own writes and deletions elsewhere
    /// (CVE-2017-1002102).
    ///
    /// An image's mount is read-only, and more, by itself; were it made read-only once more, the
    /// runtime would lift what else holds for it.
    private static boolean isReadOnly(Launch launch, JsonNode entry) {
        JsonNode spec = spec(launch, entry.path("name").asString(""));
        return !spec.hasNonNull(IMAGE)
                && (entry.path("readOnly").asBoolean(false)
                        || READ_ONLY.stream().anyMatch(spec::hasNonNull));
    }

    private static JsonNode spec(Launch launch, String volume) {
        for (JsonNode spec : launch.pod().pod().json().path("spec").path("volumes")) {
            if (spec.path("name").asString("").equals(volume)) {
                return spec;
            }
        }
        return MissingNode.getInstance();
    }

    private static String subPath(Launch launch, JsonNode entry) throws ConfigErrorException {
        return entry.has("subPathExpr")
                ? Expansion.expandAll(
                        entry.path("subPathExpr").asString(""),
                        name -> launch.environment().value(name).filter(value -> !value.isEmpty()))
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
