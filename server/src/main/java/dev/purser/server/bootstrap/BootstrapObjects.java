package dev.purser.server.bootstrap;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.authz.PolicyRule;
import dev.purser.server.pki.ClientSubject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The objects themselves. Roles and bindings are data, recorded from Kubernetes' own server.
public final class BootstrapObjects {
    private static final String RBAC = "rbac.json";
    private static final String API_SERVICES = "apiservices.json";
    private static final GroupVersionKind API_SERVICE =
            new GroupVersionKind("apiregistration.k8s.io", "v1", "APIService");
    private static final String RBAC_GROUP = "rbac.authorization.k8s.io";
    private static final GroupVersionKind CLUSTER_ROLE_BINDING =
            new GroupVersionKind(RBAC_GROUP, "v1", "ClusterRoleBinding");
    private static final GroupVersionKind NAMESPACE = new GroupVersionKind("", "v1", "Namespace");
    private static final GroupVersionKind PRIORITY_CLASS =
            new GroupVersionKind("scheduling.k8s.io", "v1", "PriorityClass");

    private BootstrapObjects() {}

    static List<KubeObject> namespaces() {
        return List.of(
                KubeObject.named(NAMESPACE, "", "default"),
                KubeObject.named(NAMESPACE, "", "kube-system"),
                KubeObject.named(NAMESPACE, "", "kube-public"),
                KubeObject.named(NAMESPACE, "", "kube-node-lease"));
    }

    static List<KubeObject> priorityClasses() {
        return List.of(
                priorityClass(
                        "system-node-critical",
                        2_000_001_000,
                        "Used for system critical pods that must not be moved from their current"
                                + " node."),
                priorityClass(
                        "system-cluster-critical",
                        2_000_000_000,
                        "Used for system critical pods that must run in the cluster, but can be"
                                + " moved to another node if necessary."));
    }

    /// One for each group and version that the server has from the start.
    static List<KubeObject> apiServices() {
        List<KubeObject> result = new ArrayList<>();
        for (JsonNode spec : read(API_SERVICES)) {
            String name = spec.path("version").asString("") + "." + spec.path("group").asString("");
            KubeObject service = KubeObject.named(API_SERVICE, "", name);
            service.metadata()
                    .putObject("labels")
                    .put("kube-aggregator.kubernetes.io/automanaged", "onstart");
            service.json().set("spec", spec);
            result.add(service);
        }
        return result;
    }

    /// Cluster roles and roles, then the bindings of both.
    static List<KubeObject> roles() {
        List<KubeObject> result = new ArrayList<>();
        for (JsonNode object : read(RBAC)) {
            ((ObjectNode) object).put("apiVersion", "rbac.authorization.k8s.io/v1");
            result.add(KubeObject.of((ObjectNode) object));
        }
        result.add(nodeClientBinding());
        return result;
    }

    /// Kubernetes leaves it to whoever sets a cluster up to let the API server ask nodes; the role
    /// for that is its own.
    private static KubeObject nodeClientBinding() {
        KubeObject binding =
                KubeObject.named(CLUSTER_ROLE_BINDING, "", "kube-apiserver-kubelet-api-admin");
        binding.metadata().putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
        binding.metadata()
                .putObject("annotations")
                .put("rbac.authorization.kubernetes.io/autoupdate", "true");
        binding.json()
                .putObject("roleRef")
                .put("apiGroup", RBAC_GROUP)
                .put("kind", "ClusterRole")
                .put("name", "system:kubelet-api-admin");
        binding.json()
                .putArray("subjects")
                .addObject()
                .put("kind", "User")
                .put("apiGroup", RBAC_GROUP)
                .put("name", ClientSubject.apiServer().user());
        return binding;
    }

    private static JsonNode read(String resource) {
        try (InputStream in =
                Objects.requireNonNull(
                        BootstrapObjects.class.getResourceAsStream(resource), resource)) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the ClusterRole `system:node` allows at first, whatever becomes of it later.
    public static List<PolicyRule> nodeRules() {
        return roles().stream()
                .filter(role -> role.kind().equals("ClusterRole"))
                .filter(role -> role.name().equals("system:node"))
                .flatMap(role -> PolicyRule.listOf(role.json().path("rules")).stream())
                .toList();
    }

    private static KubeObject priorityClass(String name, int value, String description) {
        KubeObject result = KubeObject.named(PRIORITY_CLASS, "", name);
        result.json()
                .put("value", value)
                .put("description", description)
                .put("preemptionPolicy", "PreemptLowerPriority");
        return result;
    }
}
