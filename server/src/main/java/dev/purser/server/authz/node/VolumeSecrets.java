package dev.purser.server.authz.node;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.authz.node.NodeGraph.Kind;
import dev.purser.server.authz.node.NodeGraph.Vertex;
import dev.purser.server.authz.node.NodeGraph.VolumeEdges;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads what a PersistentVolume that is bound to a claim names: the claim, and the secrets with
/// which a node mounts it.
final class VolumeSecrets {
    /// Sources whose secret may leave its namespace out.
    private static final List<String> REFERENCES =
            List.of("cephfs", "flexVolume", "iscsi", "rbd", "scaleIO", "cinder", "storageos");

    /// What a driver needs on a node; those for the control plane are not a node's business.
    private static final List<String> CSI_ON_NODES =
            List.of("nodePublishSecretRef", "nodeStageSecretRef", "nodeExpandSecretRef");

    private VolumeSecrets() {}

    /// Empty for a volume that no claim has.
    static Optional<VolumeEdges> edges(KubeObject volume) {
        JsonNode spec = volume.json().path("spec");
        JsonNode claim = spec.path("claimRef");
        if (!claim.isObject()) {
            return Optional.empty();
        }
        String namespace = claim.path("namespace").asString("");
        Set<Vertex> secrets = new HashSet<>();
        JsonNode azure = spec.path("azureFile");
        add(secrets, azure.path("secretNamespace"), namespace, azure.path("secretName"));
        for (String source : REFERENCES) {
            JsonNode reference = spec.path(source).path("secretRef");
            add(secrets, reference.path("namespace"), namespace, reference.path("name"));
        }
        for (String field : CSI_ON_NODES) {
            JsonNode reference = spec.path("csi").path(field);
            add(secrets, reference.path("namespace"), "", reference.path("name"));
        }
        return Optional.of(
                new VolumeEdges(
                        new Vertex(Kind.CLAIM, namespace, claim.path("name").asString("")),
                        secrets));
    }

    private static void add(
            Set<Vertex> secrets, JsonNode namespace, String otherwise, JsonNode name) {
        if (!name.asString("").isEmpty()) {
            String given = namespace.asString("");
            secrets.add(
                    new Vertex(
                            Kind.SECRET, given.isEmpty() ? otherwise : given, name.asString("")));
        }
    }
}
