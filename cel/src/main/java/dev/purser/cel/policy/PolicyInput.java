package dev.purser.cel.policy;

import dev.purser.cel.library.Authority;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the expressions of a policy see of a request.
///
/// @param object null for a deletion
/// @param oldObject null for a creation
/// @param request the `AdmissionRequest`
/// @param params null if the policy has none, or the binding names none
/// @param namespace the object's namespace; null for what is in none
/// @param authority asked about the sender of the request
/// @param resource the resource that the request is for
public record PolicyInput(
        @Nullable JsonNode object,
        @Nullable JsonNode oldObject,
        JsonNode request,
        @Nullable JsonNode params,
        @Nullable JsonNode namespace,
        Authority authority,
        Authority.Query resource) {

    /// The same request with other parameters.
    public PolicyInput withParams(@Nullable JsonNode other) {
        return new PolicyInput(object, oldObject, request, other, namespace, authority, resource);
    }

    PolicyInput withoutNamespace() {
        return new PolicyInput(object, oldObject, request, params, null, authority, resource);
    }
}
