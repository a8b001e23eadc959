package dev.purser.server.admission.node;

import dev.purser.api.meta.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What a node may do to Nodes: make and change its own, but nothing of it that steers pods.
final class OwnNode {
    private static final Set<String> OWN_LABELS =
            Set.of(
                    "kubernetes.io/hostname",
                    "topology.kubernetes.io/zone",
                    "topology.kubernetes.io/region",
                    "failure-domain.beta.kubernetes.io/zone",
                    "failure-domain.beta.kubernetes.io/region",
                    "beta.kubernetes.io/instance-type",
                    "node.kubernetes.io/instance-type",
                    "kubernetes.io/os",
                    "kubernetes.io/arch",
                    "beta.kubernetes.io/os",
                    "beta.kubernetes.io/arch");
    private static final List<String> OWN_LABEL_DOMAINS =
            List.of("kubelet.kubernetes.io", "node.kubernetes.io");
    private static final List<String> KUBERNETES_DOMAINS = List.of("kubernetes.io", "k8s.io");
    private static final String RESTRICTED_DOMAIN = "node-restriction.kubernetes.io";

    private OwnNode() {}

    static void check(NodeWrite write) {
        String name = write.request().name();
        write.require(
                name.equals(write.node()),
                "node %s is not allowed to modify node \"" + name + "\"");
        switch (write.operation()) {
            case CREATE -> checkCreation(write);
            case UPDATE -> checkUpdate(write);
            case DELETE, CONNECT -> {
                // The authorizer allows neither.
            }
        }
    }

    private static void checkCreation(NodeWrite write) {
        write.require(
                !spec(write.object(), "configSource").isObject(),
                "node %s is not allowed to create pods with a non-nil configSource");
        Set<String> forbidden = forbiddenLabels(write.object().labels(), Map.of());
        write.require(
                forbidden.isEmpty(),
                "node %s is not allowed to set the following labels: "
                        + String.join(", ", forbidden));
    }

    private static void checkUpdate(NodeWrite write) {
        KubeObject node = write.object();
        KubeObject old = write.old();
        write.require(
                !spec(node, "configSource").isObject()
                        || spec(node, "configSource").equals(spec(old, "configSource")),
                "node %s is not allowed to update configSource to a new non-nil configSource");
        write.require(
                spec(node, "taints").equals(spec(old, "taints")),
                "node %s is not allowed to modify taints");
        write.require(
                node.metadata()
                        .path("ownerReferences")
                        .equals(old.metadata().path("ownerReferences")),
                "node %s is not allowed to modify ownerReferences");
        Set<String> forbidden = forbiddenLabels(node.labels(), old.labels());
        write.require(
                forbidden.isEmpty(),
                "is not allowed to modify labels: " + String.join(", ", forbidden));
    }

    private static JsonNode spec(KubeObject node, String field) {
        return node.json().path("spec").path(field);
    }

    private static Set<String> forbiddenLabels(
            Map<String, String> labels, Map<String, String> old) {
        Set<String> forbidden = new TreeSet<>();
        Stream.concat(labels.keySet().stream(), old.keySet().stream())
                .filter(name -> !Objects.equals(labels.get(name), old.get(name)))
                .filter(OwnNode::isForbidden)
                .forEach(forbidden::add);
        return forbidden;
    }

    private static boolean isForbidden(String label) {
        int slash = label.indexOf('/');
        String domain = slash < 0 ? "" : label.substring(0, slash);
        boolean isKubernetes = KUBERNETES_DOMAINS.stream().anyMatch(own -> isIn(domain, own));
        boolean isOwn =
                OWN_LABELS.contains(label)
                        || OWN_LABEL_DOMAINS.stream().anyMatch(own -> isIn(domain, own));
        return isIn(domain, RESTRICTED_DOMAIN) || (isKubernetes && !isOwn);
    }

    private static boolean isIn(String domain, String parent) {
        return domain.equals(parent) || domain.endsWith("." + parent);
    }
}
