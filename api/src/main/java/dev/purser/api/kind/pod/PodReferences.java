package dev.purser.api.kind.pod;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The other objects of its namespace that a Pod names, which its node therefore has to read.
///
/// @param secrets also those that pull images and those of storage drivers
/// @param configMaps of volumes and environments
/// @param claims of persistent volumes, those made for the Pod's ephemeral volumes included
/// @param resourceClaims of devices
public record PodReferences(
        Set<String> secrets,
        Set<String> configMaps,
        Set<String> claims,
        Set<String> resourceClaims) {
    private static final List<String> CONTAINER_LISTS =
            List.of("initContainers", "containers", "ephemeralContainers");

    /// Where the sources of volumes name a secret of the Pod's namespace.
    private static final Map<String, String> VOLUME_SECRETS =
            Map.ofEntries(
                    Map.entry("cephfs", "secretRef"),
                    Map.entry("cinder", "secretRef"),
                    Map.entry("csi", "nodePublishSecretRef"),
                    Map.entry("flexVolume", "secretRef"),
                    Map.entry("iscsi", "secretRef"),
                    Map.entry("rbd", "secretRef"),
                    Map.entry("scaleIO", "secretRef"),
                    Map.entry("storageos", "secretRef"));

    public PodReferences {
        secrets = Set.copyOf(secrets);
        configMaps = Set.copyOf(configMaps);
        claims = Set.copyOf(claims);
        resourceClaims = Set.copyOf(resourceClaims);
    }

    /// Reads the references of a Pod.
    public static PodReferences of(KubeObject pod) {
        Collector found = new Collector();
        JsonNode spec = pod.json().path("spec");
        spec.path("imagePullSecrets").forEach(ref -> add(found.secrets, ref.path("name")));
        for (String list : CONTAINER_LISTS) {
            Trees.items(spec, list).forEach(found::environment);
        }
        Trees.items(spec, "volumes").forEach(volume -> found.volume(pod.name(), volume));
        found.devices(pod);
        return new PodReferences(
                found.secrets, found.configMaps, found.claims, found.resourceClaims);
    }

    private static void add(Set<String> names, JsonNode name) {
        if (!name.asString("").isEmpty()) {
            names.add(name.asString(""));
        }
    }

    private static final class Collector {
        private final Set<String> secrets = new LinkedHashSet<>();
        private final Set<String> configMaps = new LinkedHashSet<>();
        private final Set<String> claims = new LinkedHashSet<>();
        private final Set<String> resourceClaims = new LinkedHashSet<>();

        private void environment(ObjectNode container) {
            for (JsonNode source : container.path("envFrom")) {
                add(secrets, source.path("secretRef").path("name"));
                add(configMaps, source.path("configMapRef").path("name"));
            }
            for (JsonNode variable : container.path("env")) {
                JsonNode source = variable.path("valueFrom");
                add(secrets, source.path("secretKeyRef").path("name"));
                add(configMaps, source.path("configMapKeyRef").path("name"));
            }
        }

        private void volume(String pod, ObjectNode volume) {
            add(secrets, volume.path("secret").path("secretName"));
            add(secrets, volume.path("azureFile").path("secretName"));
            VOLUME_SECRETS.forEach(
                    (source, field) -> add(secrets, volume.path(source).path(field).path("name")));
            add(configMaps, volume.path("configMap").path("name"));
            for (JsonNode source : volume.path("projected").path("sources")) {
                add(secrets, source.path("secret").path("name"));
                add(configMaps, source.path("configMap").path("name"));
            }
            add(claims, volume.path("persistentVolumeClaim").path("claimName"));
            if (volume.path("ephemeral").isObject()) {
                claims.add(pod + "-" + Trees.text(volume, "name"));
            }
        }

        private void devices(KubeObject pod) {
            JsonNode status = pod.json().path("status");
            for (JsonNode claim : pod.json().path("spec").path("resourceClaims")) {
                add(resourceClaims, claim.path("resourceClaimName"));
            }
            for (JsonNode made : status.path("resourceClaimStatuses")) {
                add(resourceClaims, made.path("resourceClaimName"));
            }
            add(
                    resourceClaims,
                    status.path("extendedResourceClaimStatus").path("resourceClaimName"));
        }
    }
}
