package dev.purser.server.admission.security.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Volumes come from the API, or from what the cluster's administrator provides.
final class RestrictedVolumes implements PodCheck {
    private static final List<String> ALLOWED =
            List.of(
                    "configMap",
                    "csi",
                    "downwardAPI",
                    "emptyDir",
                    "ephemeral",
                    "image",
                    "persistentVolumeClaim",
                    "projected",
                    "secret");

    /// Those that have a name in messages.
    private static final List<String> FORBIDDEN =
            List.of(
                    "hostPath",
                    "gcePersistentDisk",
                    "awsElasticBlockStore",
                    "gitRepo",
                    "nfs",
                    "iscsi",
                    "glusterfs",
                    "rbd",
                    "flexVolume",
                    "cinder",
                    "cephfs",
                    "flocker",
                    "fc",
                    "azureFile",
                    "vsphereVolume",
                    "quobyte",
                    "azureDisk",
                    "photonPersistentDisk",
                    "portworxVolume",
                    "scaleIO",
                    "storageos");

    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        List<String> bad = new ArrayList<>();
        TreeSet<String> types = new TreeSet<>();
        for (JsonNode volume : pod.spec().path("volumes")) {
            if (source(volume, ALLOWED).isEmpty()) {
                bad.add(JudgedPod.name(volume));
                types.add(source(volume, FORBIDDEN).orElse("unknown"));
            }
        }
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "restricted volume types",
                                "%s %s %s %s %s"
                                        .formatted(
                                                Wording.plural("volume", bad),
                                                Wording.quoted(bad),
                                                Wording.uses(bad),
                                                Wording.plural("restricted volume type", types),
                                                Wording.quoted(types))));
    }

    private static Optional<String> source(JsonNode volume, List<String> sources) {
        return sources.stream().filter(source -> volume.path(source).isObject()).findFirst();
    }
}
