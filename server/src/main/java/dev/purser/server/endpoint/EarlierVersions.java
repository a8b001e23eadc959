package dev.purser.server.endpoint;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.JsonWriter;
import dev.purser.api.meta.GroupVersionKind;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Kinds that older clients send in an earlier version, which has the same fields. Kubernetes takes
/// them, though it serves the version no longer.
final class EarlierVersions {
    private static final Map<GroupVersionKind, String> ACCEPTED =
            Map.of(new GroupVersionKind("policy", "v1", "Eviction"), "policy/v1beta1");

    private EarlierVersions() {}

    /// The body in the current version of its kind; as it is when it says nothing earlier.
    static byte[] current(byte[] body, GroupVersionKind kind, Bodies bodies) {
        String earlier = ACCEPTED.getOrDefault(kind, "");
        if (earlier.isEmpty()) {
            return body;
        }
        try {
            boolean isEarlier =
                    bodies.tree(body) instanceof ObjectNode object
                            && object.path("apiVersion").asString("").equals(earlier)
                            && object.path("kind").asString("").equals(kind.kind());
            if (!isEarlier) {
                return body;
            }
            ObjectNode object = (ObjectNode) bodies.tree(body);
            return new JsonWriter().write(object.put("apiVersion", kind.apiVersion()));
        } catch (DecodingException unreadable) {
            // What is wrong with it is said where it is read in earnest.
            return body;
        }
    }
}
