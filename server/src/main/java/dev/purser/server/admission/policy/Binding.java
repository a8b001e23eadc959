package dev.purser.server.admission.policy;

import dev.purser.api.meta.KubeObject;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A binding of a policy, read once. Immutable.
///
/// @param match what the binding is for; empty for all that its policy is for
/// @param paramRef a missing node if the binding names no parameters
/// @param actions of `Deny`, `Warn` and `Audit`
record Binding(
        String name,
        String policy,
        Optional<RequestMatch> match,
        JsonNode paramRef,
        List<String> actions) {

    static Binding of(KubeObject object) {
        JsonNode spec = object.spec();
        return new Binding(
                object.name(),
                spec.path("policyName").asString(""),
                spec.path("matchResources").isObject()
                        ? Optional.of(RequestMatch.of(spec.path("matchResources")))
                        : Optional.empty(),
                spec.path("paramRef"),
                spec.path("validationActions").valueStream().map(JsonNode::asString).toList());
    }
}
