package dev.purser.server.bootstrap;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.authz.PolicyRule;
import dev.purser.server.authz.RuleCoverage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What becomes of a role or binding of the system that somebody may have changed: what is missing
/// is put back, what was added stays. An object whose annotation `autoupdate` is `false` is left
/// alone.
final class RbacReconciliation {
    private static final String AUTO_UPDATE = "rbac.authorization.kubernetes.io/autoupdate";

    private RbacReconciliation() {}

    /// The stored object with what it lacks of the wanted one; empty when it lacks nothing.
    static Optional<KubeObject> completed(KubeObject stored, KubeObject wanted) {
        if ("false".equals(stored.annotations().get(AUTO_UPDATE))) {
            return Optional.empty();
        }
        KubeObject result = stored.copy();
        addMissingRules(result, wanted);
        addMissing(result.json(), wanted.json(), "subjects");
        if (wanted.json().get("aggregationRule") instanceof ObjectNode rule) {
            addMissing(objectIn(result.json(), "aggregationRule"), rule, "clusterRoleSelectors");
        }
        addMissingEntries(result, wanted, "labels");
        addMissingEntries(result, wanted, "annotations");
        return result.equals(stored) ? Optional.empty() : Optional.of(result);
    }

    /// Whether a binding is for another role, which no update can change.
    static boolean bindsAnotherRole(KubeObject stored, KubeObject wanted) {
        return wanted.json().has("roleRef")
                && !wanted.json().path("roleRef").equals(stored.json().path("roleRef"));
    }

    private static void addMissingRules(KubeObject result, KubeObject wanted) {
        List<PolicyRule> held = PolicyRule.listOf(result.json().path("rules"));
        List<PolicyRule> missing =
                RuleCoverage.missing(held, PolicyRule.listOf(wanted.json().path("rules")));
        if (!missing.isEmpty()) {
            ArrayNode rules = arrayIn(result.json(), "rules");
            missing.forEach(rule -> rules.add(rule.toJson()));
        }
    }

    private static void addMissing(ObjectNode result, ObjectNode wanted, String field) {
        Set<JsonNode> present = new HashSet<>();
        result.path(field).forEach(present::add);
        for (JsonNode item : wanted.path(field)) {
            if (present.add(item)) {
                arrayIn(result, field).add(item.deepCopy());
            }
        }
    }

    private static void addMissingEntries(KubeObject result, KubeObject wanted, String field) {
        wanted.metadata()
                .path(field)
                .properties()
                .forEach(entry -> {
                    ObjectNode target = objectIn(result.metadata(), field);
                    if (!target.has(entry.getKey())) {
                        target.set(entry.getKey(), entry.getValue());
                    }
                });
    }

    private static ArrayNode arrayIn(ObjectNode parent, String field) {
        return parent.get(field) instanceof ArrayNode array ? array : parent.putArray(field);
    }

    private static ObjectNode objectIn(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode object ? object : parent.putObject(field);
    }
}
