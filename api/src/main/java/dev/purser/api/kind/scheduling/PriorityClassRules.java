package dev.purser.api.kind.scheduling;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// PriorityClasses: a number that never changes, and names that belong to the system.
final class PriorityClassRules implements KindRules {
    private static final String POLICY = "preemptionPolicy";
    private static final List<String> POLICIES = List.of("PreemptLowerPriority", "Never");
    private static final String SYSTEM_PREFIX = "system-";
    private static final int USER_MAX = 1_000_000_000;
    private static final Map<String, Integer> OF_THE_SYSTEM =
            Map.of(
                    "system-node-critical",
                    2 * USER_MAX + 1000,
                    "system-cluster-critical",
                    2 * USER_MAX);

    @Override
    public void setDefaults(KubeObject object) {
        if (!Trees.has(object.json(), POLICY)) {
            object.json().put(POLICY, "PreemptLowerPriority");
        }
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.startGeneration(object);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        ObjectNode json = object.json();
        long value = json.path("value").asLong(0);
        if (object.name().startsWith(SYSTEM_PREFIX)) {
            String complaint = systemComplaint(object.name(), value, json);
            if (!complaint.isEmpty()) {
                errors.forbidden(
                        "metadata.name",
                        "priority class names with 'system-' prefix are reserved for system use"
                                + " only. error: "
                                + complaint);
            }
        } else if (value > USER_MAX) {
            errors.forbidden(
                    "value", "maximum allowed value of a user defined priority is " + USER_MAX);
        }
        String policy = Trees.text(json, POLICY);
        if (policy.isEmpty()) {
            errors.required(POLICY, "");
        } else if (!POLICIES.contains(policy)) {
            errors.notSupported(POLICY, policy, POLICIES);
        }
    }

    private static String systemComplaint(String name, long value, JsonNode json) {
        Integer expected = OF_THE_SYSTEM.get(name);
        if (expected == null) {
            return name + " is not a known system priority class";
        }
        if (value != expected) {
            return "value of %s PriorityClass must be %d".formatted(name, expected);
        }
        return json.path("globalDefault").asBoolean(false)
                ? "globalDefault of %s PriorityClass must be false".formatted(name)
                : "";
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        ObjectNode json = object.json();
        if (json.path("value").asLong(0) != old.json().path("value").asLong(0)) {
            errors.forbidden("value", "may not be changed in an update.");
        }
        if (!json.path(POLICY).equals(old.json().path(POLICY))) {
            errors.invalid(POLICY, Trees.text(json, POLICY), "field is immutable");
        }
    }
}
