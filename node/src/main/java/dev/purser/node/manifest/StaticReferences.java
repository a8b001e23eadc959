package dev.purser.node.manifest;

import dev.purser.api.kind.pod.PodReferences;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Finds what a static pod may not name: objects of the API, which may not be there.
final class StaticReferences {
    /// How kubelet names what each kind of volume needs.
    private static final Map<String, String> VOLUMES =
            Map.of(
                    "configMap", "configmaps (via configmap volumes)",
                    "secret", "secrets (via secret volumes)",
                    "csi", "csidrivers (via CSI volumes)",
                    "glusterfs", "endpoints (via glusterFS volumes)",
                    "persistentVolumeClaim", "persistentvolumeclaims",
                    "ephemeral", "persistentvolumeclaims (via ephemeral volumes)",
                    "azureFile", "secrets (via azureFile volumes)");

    private static final Map<String, String> PROJECTIONS =
            Map.of(
                    "configMap", "configmaps (via projected volumes)",
                    "secret", "secrets (via projected volumes)",
                    "serviceAccountToken", "serviceaccounts (via projected volumes)",
                    "clusterTrustBundle", "clustertrustbundles",
                    "podCertificate", "podcertificates");

    private StaticReferences() {}

    /// The first kind of object that the pod names, in kubelet's words; empty when there is none.
    static Optional<String> of(KubeObject pod) {
        JsonNode spec = pod.json().path("spec");
        if (!spec.path("serviceAccountName").asString("").isEmpty()) {
            return Optional.of("serviceaccounts");
        }
        PodReferences named = PodReferences.of(pod);
        if (!named.secrets().isEmpty()) {
            return Optional.of("secrets");
        }
        if (!named.configMaps().isEmpty()) {
            return Optional.of("configmaps");
        }
        if (!spec.path("resourceClaims").isEmpty()) {
            return Optional.of("resourceclaims");
        }
        return spec.path("volumes")
                .valueStream()
                .map(StaticReferences::ofVolume)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> ofVolume(JsonNode volume) {
        Optional<String> own = first(volume, VOLUMES);
        return own.isPresent()
                ? own
                : volume.path("projected")
                        .path("sources")
                        .valueStream()
                        .map(source -> first(source, PROJECTIONS))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static Optional<String> first(JsonNode node, Map<String, String> names) {
        for (String field : List.copyOf(node.propertyNames())) {
            String name = names.get(field);
            if (name != null) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }
}
