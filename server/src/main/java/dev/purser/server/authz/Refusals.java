package dev.purser.server.authz;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.authz.Authorizer.Allowed;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.AuditAnnotations;
import dev.purser.server.request.Identity;
import tools.jackson.databind.node.JsonNodeFactory;

/// Turns decisions into the 403 answers of Kubernetes.
public final class Refusals {
    private Refusals() {}

    /// Returns when the authorizer allows the request.
    ///
    /// @throws StatusException with reason `Forbidden` otherwise
    public static void requireAllowed(
            Authorizer authorizer, Identity identity, Attributes attributes) {
        Authorizer.Decision decision = authorizer.authorize(identity, attributes);
        if (!(decision instanceof Allowed)) {
            throw forbidden(identity, attributes, decision.reason());
        }
    }

    /// Returns when the authorizer allows the request, and tells the audit log what it said.
    ///
    /// @throws StatusException with reason `Forbidden` otherwise
    public static void requireAllowed(
            Authorizer authorizer,
            Identity identity,
            Attributes attributes,
            AuditAnnotations annotations) {
        Authorizer.Decision decision = authorizer.authorize(identity, attributes);
        boolean isAllowed = decision instanceof Allowed;
        annotations.add("authorization.k8s.io/decision", isAllowed ? "allow" : "forbid");
        annotations.add("authorization.k8s.io/reason", decision.reason());
        if (!isAllowed) {
            throw forbidden(identity, attributes, decision.reason());
        }
    }

    /// Somebody may not do something.
    ///
    /// @param reason why, for people; may be empty
    public static StatusException forbidden(
            Identity identity, Attributes attributes, String reason) {
        String why = describe(identity, attributes) + (reason.isEmpty() ? "" : ": " + reason);
        if (!attributes.isResourceRequest()) {
            return new StatusException(
                    StatusReason.FORBIDDEN,
                    "forbidden: " + why,
                    JsonNodeFactory.instance.objectNode());
        }
        return StatusErrors.forbidden(
                new GroupResource(attributes.group(), attributes.resource()),
                attributes.name(),
                why);
    }

    private static String describe(Identity identity, Attributes attributes) {
        if (!attributes.isResourceRequest()) {
            return "User \"%s\" cannot %s path \"%s\""
                    .formatted(identity.name(), attributes.verb(), attributes.path());
        }
        String resource =
                attributes.subresource().isEmpty()
                        ? attributes.resource()
                        : attributes.resource() + "/" + attributes.subresource();
        String scope =
                attributes.namespace().isEmpty()
                        ? "at the cluster scope"
                        : "in the namespace \"%s\"".formatted(attributes.namespace());
        return "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
                .formatted(identity.name(), attributes.verb(), resource, attributes.group(), scope);
    }
}
