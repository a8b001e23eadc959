package dev.purser.server.metrics;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ApiGroup;
import dev.purser.api.resource.ApiVersion;
import dev.purser.api.resource.ResourceNames;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.resource.Scope;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The resources of `metrics.k8s.io/v1beta1`.
enum MetricsGroup {
    NODES("nodes", "NodeMetrics", Scope.CLUSTER),
    PODS("pods", "PodMetrics", Scope.NAMESPACED);

    static final String NAME = "metrics.k8s.io";
    static final String VERSION = "v1beta1";

    private final String plural;
    private final String kind;
    private final Scope scope;

    MetricsGroup(String plural, String kind, Scope scope) {
        this.plural = plural;
        this.kind = kind;
        this.scope = scope;
    }

    String plural() {
        return plural;
    }

    GroupVersionKind kind() {
        return new GroupVersionKind(NAME, VERSION, kind);
    }

    boolean isNamespaced() {
        return scope == Scope.NAMESPACED;
    }

    /// What errors call it; not what its URL does.
    GroupResource inErrors() {
        return new GroupResource(NAME, kind.toLowerCase(Locale.ROOT));
    }

    static ApiGroup group() {
        return new ApiGroup(
                NAME,
                List.of(
                        new ApiVersion(
                                VERSION,
                                List.of(values()).stream().map(MetricsGroup::type).toList())));
    }

    /// What lets everybody who may view a namespace see its metrics, too.
    static KubeObject readerRole() {
        KubeObject role =
                KubeObject.named(
                        new GroupVersionKind("rbac.authorization.k8s.io", "v1", "ClusterRole"),
                        "",
                        "system:aggregated-metrics-reader");
        ObjectNode labels = role.metadata().putObject("labels");
        for (String reader : List.of("admin", "edit", "view")) {
            labels.put("rbac.authorization.k8s.io/aggregate-to-" + reader, "true");
        }
        ObjectNode rule = role.json().putArray("rules").addObject();
        rule.putArray("verbs").add("get").add("list").add("watch");
        rule.putArray("apiGroups").add(NAME);
        ArrayNode resources = rule.putArray("resources");
        List.of(values()).forEach(resource -> resources.add(resource.plural));
        return role;
    }

    private ResourceType type() {
        ResourceNames names = new ResourceNames(plural, "", List.of(), List.of());
        return new ResourceType(kind(), names, scope, List.of("get", "list"), List.of(), VERSION);
    }
}
