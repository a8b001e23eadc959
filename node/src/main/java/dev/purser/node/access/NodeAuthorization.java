package dev.purser.node.access;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Asks the API server what a caller may do at this node. Thread-safe.
public final class NodeAuthorization {
    private static final GroupVersionResource REVIEWS =
            new GroupVersionResource("authorization.k8s.io", "v1", "subjectaccessreviews");
    private static final GroupVersionKind REVIEW =
            new GroupVersionKind("authorization.k8s.io", "v1", "SubjectAccessReview");

    private final Api api;
    private final String node;

    /// @param api with the node's own rights, which include access reviews
    /// @param node its name
    public NodeAuthorization(Api api, String node) {
        this.api = api;
        this.node = node;
    }

    /// Whether a caller may do something with a subresource of this node.
    ///
    /// @throws dev.purser.api.status.StatusException when that cannot be decided
    /// @throws dev.purser.client.ApiUnavailableException when nobody can be asked
    public boolean isAllowed(Caller caller, String verb, String subresource) {
        KubeObject review = KubeObject.named(REVIEW, "", "");
        review.metadata().remove("name");
        ObjectNode spec = review.json().putObject("spec");
        spec.putObject("resourceAttributes")
                .put("verb", verb)
                .put("version", "v1")
                .put("resource", "nodes")
                .put("subresource", subresource)
                .put("name", node);
        spec.put("user", caller.user());
        if (!caller.uid().isEmpty()) {
            spec.put("uid", caller.uid());
        }
        caller.groups().forEach(spec.putArray("groups")::add);
        ObjectNode extra = spec.putObject("extra");
        caller.extra()
                .forEach((name, values) -> {
                    ArrayNode list = extra.putArray(name);
                    values.forEach(list::add);
                });
        return api.create(REVIEWS, review).json().path("status").path("allowed").asBoolean(false);
    }
}
