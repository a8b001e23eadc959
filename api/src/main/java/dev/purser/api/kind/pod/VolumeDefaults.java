package dev.purser.api.kind.pod;

import dev.purser.api.kind.claim.ClaimSpecs;
import dev.purser.api.meta.Trees;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Sets what Kubernetes sets on volumes.
final class VolumeDefaults {
    /// `0644`, the mode of files for which none was given.
    private static final int FILE_MODE = 0x1A4;

    private static final int TOKEN_SECONDS = 3600;

    private VolumeDefaults() {}

    static void apply(ObjectNode volume) {
        boolean hasSource =
                volume.properties().stream().anyMatch(field -> field.getValue().isObject());
        if (!hasSource) {
            Trees.ensure(volume, "emptyDir");
        }
        for (String source : List.of("configMap", "secret", "downwardAPI", "projected")) {
            Trees.object(volume, source)
                    .ifPresent(node -> Trees.setDefault(node, "defaultMode", FILE_MODE));
        }
        Trees.object(volume, "downwardAPI").ifPresent(VolumeDefaults::applyToFields);
        Trees.object(volume, "projected").ifPresent(VolumeDefaults::applyToProjected);
        Trees.object(volume, "hostPath")
                .ifPresent(path -> Trees.setDefaultIfAbsent(path, "type", ""));
        Trees.object(volume, "image")
                .ifPresent(image ->
                        Trees.setDefault(
                                image,
                                "pullPolicy",
                                ImageName.defaultPullPolicy(Trees.text(image, "reference"))));
        Trees.object(volume, "ephemeral")
                .flatMap(ephemeral -> Trees.object(ephemeral, "volumeClaimTemplate"))
                .flatMap(template -> Trees.object(template, "spec"))
                .ifPresent(ClaimSpecs::setDefaults);
        applyToRemote(volume);
    }

    private static void applyToProjected(ObjectNode projected) {
        for (ObjectNode source : Trees.items(projected, "sources")) {
            Trees.object(source, "downwardAPI").ifPresent(VolumeDefaults::applyToFields);
            Trees.object(source, "serviceAccountToken")
                    .ifPresent(
                            token -> Trees.setDefault(token, "expirationSeconds", TOKEN_SECONDS));
        }
    }

    private static void applyToFields(ObjectNode downward) {
        for (ObjectNode item : Trees.items(downward, "items")) {
            Trees.object(item, "fieldRef")
                    .ifPresent(ref -> Trees.setDefault(ref, "apiVersion", "v1"));
        }
    }

    static void applyToRemote(ObjectNode volume) {
        Trees.object(volume, "iscsi")
                .ifPresent(iscsi -> Trees.setDefault(iscsi, "iscsiInterface", "default"));
        Trees.object(volume, "rbd")
                .ifPresent(rbd -> {
                    Trees.setDefault(rbd, "pool", "rbd");
                    Trees.setDefault(rbd, "user", "admin");
                    Trees.setDefault(rbd, "keyring", "/etc/ceph/keyring");
                });
        Trees.object(volume, "azureDisk")
                .ifPresent(disk -> {
                    Trees.setDefaultIfAbsent(disk, "cachingMode", "ReadWrite");
                    Trees.setDefaultIfAbsent(disk, "kind", "Shared");
                    Trees.setDefaultIfAbsent(disk, "fsType", "ext4");
                    Trees.setDefault(disk, "readOnly", false);
                });
        Trees.object(volume, "scaleIO")
                .ifPresent(disk -> {
                    Trees.setDefault(disk, "storageMode", "ThinProvisioned");
                    Trees.setDefault(disk, "fsType", "xfs");
                });
    }
}
