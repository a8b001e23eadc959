package dev.purser.server.audit;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is said of a request at one of its stages (`audit.k8s.io/v1` Event). Immutable: nobody
/// changes the trees.
///
/// @param id the same for all events of a request
/// @param sender empty when the credential was refused
/// @param object empty for requests that are about no resource
/// @param status as far as it is known; its code is 0 until there is an answer
record AuditEvent(
        AuditLevel level,
        String id,
        AuditStage stage,
        Source source,
        String verb,
        Optional<Identity> sender,
        Optional<Impersonated> impersonated,
        Optional<ObjectReference> object,
        Optional<ObjectNode> status,
        @Nullable JsonNode requestObject,
        @Nullable JsonNode responseObject,
        Instant received,
        Instant at,
        Map<String, String> annotations) {

    /// Where a request came from.
    ///
    /// @param uri path and query, as sent but for what is redacted
    /// @param addresses of the sender and the proxies on the way, the nearest one last
    record Source(String uri, List<String> addresses, String userAgent) {}

    /// Whom the sender acts as.
    ///
    /// @param constraint the verb that allowed it, if it allows this request only; else empty
    record Impersonated(Identity identity, String constraint) {}

    /// What a request is about. Parts that are not known are empty.
    ///
    /// @param attributes what the URL says
    /// @param namespace and the others: what the URL or, failing that, the object says
    record ObjectReference(
            Attributes attributes,
            String namespace,
            String name,
            String uid,
            String resourceVersion) {
        static ObjectReference of(Attributes attributes) {
            return new ObjectReference(
                    attributes, attributes.namespace(), attributes.name(), "", "");
        }

        /// With what the object itself says where the URL says nothing.
        ObjectReference completedBy(JsonNode metadata) {
            return new ObjectReference(
                    attributes,
                    or(namespace, metadata.path("namespace")),
                    or(name, metadata.path("name")),
                    or(uid, metadata.path("uid")),
                    or(resourceVersion, metadata.path("resourceVersion")));
        }

        private static String or(String known, JsonNode other) {
            return known.isEmpty() ? other.asString("") : known;
        }
    }

    /// The same without what the request brought and what was answered.
    AuditEvent withoutBodies(Map<String, String> otherAnnotations) {
        return new AuditEvent(
                level,
                id,
                stage,
                source,
                verb,
                sender,
                impersonated,
                object,
                status,
                null,
                null,
                received,
                at,
                otherAnnotations);
    }
}
