package dev.purser.external.store;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Tells whether a ClusterSecretStore's credentials are those of whoever uses it: whether any
/// reference in its configuration names no namespace. In doubt it says so, which costs a client for
/// each namespace; the opposite would lend one namespace's credentials to another.
final class ReferentCheck {
    private ReferentCheck() {}

    static boolean isReferent(JsonNode configuration) {
        for (Map.Entry<String, JsonNode> member : configuration.properties()) {
            if (isReferent(member.getKey(), member.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isReferent(String name, JsonNode value) {
        if (value.isArray()) {
            for (JsonNode element : value) {
                if (isReferent(name, element)) {
                    return true;
                }
            }
            return false;
        }
        return value.isObject()
                && ((isReference(name, value) && value.path("namespace").asString("").isEmpty())
                        || isReferent(value));
    }

    private static boolean isReference(String name, JsonNode value) {
        return value.path("name").isString()
                || (name.endsWith("Ref") && value.path("key").isString());
    }
}
