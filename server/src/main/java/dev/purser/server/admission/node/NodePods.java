package dev.purser.server.admission.node;

import dev.purser.api.kind.pod.PodReferences;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a node may do to pods: make mirror pods of those it runs on its own, and report on, evict
/// and delete those bound to it.
final class NodePods {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
    private static final String MIRROR = "kubernetes.io/config.mirror";

    /// What of a pod's status others decide.
    private static final Map<String, String> NOT_REPORTED =
            Map.of(
                    "resourceClaimStatuses",
                    "node %s cannot update resource claim statues",
                    "extendedResourceClaimStatus",
                    "node %s cannot update extended resource claim status",
                    "nodeAllocatableResourceClaimStatuses",
                    "node %s cannot update node allocatable resource claim statuses");

    /// Sources of volumes that are objects of the API, as messages call them.
    private static final List<Map.Entry<String, String>> VOLUME_OBJECTS =
            List.of(
                    Map.entry("configMap", "configmaps (via configmap volumes)"),
                    Map.entry("secret", "secrets (via secret volumes)"),
                    Map.entry("csi", "csidrivers (via CSI volumes)"),
                    Map.entry("glusterfs", "endpoints (via glusterFS volumes)"),
                    Map.entry("persistentVolumeClaim", "persistentvolumeclaims"),
                    Map.entry("ephemeral", "persistentvolumeclaims (via ephemeral volumes)"),
                    Map.entry("azureFile", "secrets (via azureFile volumes)"));

    private static final List<Map.Entry<String, String>> PROJECTED_OBJECTS =
            List.of(
                    Map.entry("configMap", "configmaps (via projected volumes)"),
                    Map.entry("secret", "secrets (via projected volumes)"),
                    Map.entry("serviceAccountToken", "serviceaccounts (via projected volumes)"),
                    Map.entry("clusterTrustBundle", "clustertrustbundles"),
                    Map.entry("podCertificate", "podcertificates"));

    private final ObjectSource objects;

    NodePods(ObjectSource objects) {
        this.objects = objects;
    }

    void check(NodeWrite write) {
        switch (write.subresource()) {
            case "" -> checkPod(write);
            case "status" -> checkStatus(write);
            case "eviction" -> checkEviction(write);
            default ->
                    throw write.request()
                            .forbidden(
                                    "unexpected pod subresource \"%s\", only 'status' and 'eviction' are allowed"
                                            .formatted(write.subresource()));
        }
    }

    private void checkPod(NodeWrite write) {
        switch (write.operation()) {
            case CREATE -> checkMirror(write);
            case DELETE ->
                    write.require(
                            write.isHere(write.old()),
                            "node %s can only delete pods with spec.nodeName set to itself");
            case UPDATE, CONNECT ->
                    write.require(
                            false,
                            "unexpected operation \"%s\", node "
                                            .replace("%s", write.operation().toString())
                                    + "%s can only create and delete mirror pods");
        }
    }

    private void checkMirror(NodeWrite write) {
        KubeObject pod = write.object();
        write.require(
                pod.annotations().containsKey(MIRROR),
                "pod does not have \""
                        + MIRROR
                        + "\" annotation, node %s can only create mirror pods");
        write.require(
                write.isHere(pod), "node %s can only create pods with spec.nodeName set to itself");
        checkOwner(write, pod.metadata().path("ownerReferences"));
        Optional<String> reference = objectReference(pod);
        write.require(
                reference.isEmpty(),
                "node %s can not create pods that reference " + reference.orElse(""));
    }

    private void checkOwner(NodeWrite write, JsonNode owners) {
        write.require(
                owners.size() <= 1,
                "node %s can only create pods with a single owner reference set to itself");
        JsonNode owner = owners.path(0);
        boolean isNode =
                NodeWrite.text(owner, "apiVersion").equals("v1")
                        && NodeWrite.text(owner, "kind").equals("Node")
                        && NodeWrite.text(owner, "name").equals(write.node());
        write.require(isNode, "node %s can only create pods with an owner reference set to itself");
        write.require(
                owner.path("controller").asBoolean(false),
                "node %s can only create pods with a controller owner reference set to itself");
        write.require(
                !owner.path("blockOwnerDeletion").asBoolean(false),
                "node %s must not set blockOwnerDeletion on an owner reference");
        KubeObject node =
                objects.find(NODES, "", write.node())
                        .orElseThrow(
                                () -> StatusErrors.notFound(NODES.groupResource(), write.node()));
        String uid = NodeWrite.text(owner, "uid");
        write.require(
                uid.equals(node.uid()),
                "node %s UID mismatch: expected ".replace("%s", write.node())
                        + uid
                        + " got "
                        + node.uid());
    }

    /// What a pod uses of the API; the first thing there is.
    private static Optional<String> objectReference(KubeObject pod) {
        JsonNode spec = pod.json().path("spec");
        if (!NodeWrite.text(spec, "serviceAccountName").isEmpty()) {
            return Optional.of("serviceaccounts");
        }
        PodReferences references = PodReferences.of(pod);
        if (!references.secrets().isEmpty()) {
            return Optional.of("secrets");
        }
        if (!references.configMaps().isEmpty()) {
            return Optional.of("configmaps");
        }
        if (!spec.path("resourceClaims").isEmpty()) {
            return Optional.of("resourceclaims");
        }
        for (JsonNode volume : spec.path("volumes")) {
            Optional<String> found = first(VOLUME_OBJECTS, volume);
            for (JsonNode source : volume.path("projected").path("sources")) {
                found = found.or(() -> first(PROJECTED_OBJECTS, source));
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> first(
            List<Map.Entry<String, String>> sources, JsonNode volume) {
        return sources.stream()
                .filter(source -> volume.path(source.getKey()).isObject())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static void checkStatus(NodeWrite write) {
        if (write.operation() != Operation.UPDATE) {
            throw write.unexpected();
        }
        write.require(
                write.isHere(write.old()),
                "node %s can only update pod status for pods with spec.nodeName set to itself");
        write.require(
                write.object().labels().equals(write.old().labels()),
                "node %s cannot update labels through pod status");
        JsonNode status = write.object().json().path("status");
        JsonNode before = write.old().json().path("status");
        NOT_REPORTED.forEach(
                (field, why) -> write.require(status.path(field).equals(before.path(field)), why));
    }

    private void checkEviction(NodeWrite write) {
        if (write.operation() != Operation.CREATE) {
            throw write.unexpected();
        }
        String name = write.request().name();
        KubeObject pod =
                objects.find(PODS, write.namespace(), name)
                        .orElseThrow(() -> StatusErrors.notFound(PODS.groupResource(), name));
        write.require(
                write.isHere(pod),
                "node %s can only evict pods with spec.nodeName set to itself"
                        .replace("%s", write.node()));
    }
}
