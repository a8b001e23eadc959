package dev.purser.api.kind.autoscaling;

import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How fast an autoscaler may go up and down.
final class ScalingBehavior {
    private static final String WINDOW = "stabilizationWindowSeconds";
    private static final String PERIOD = "periodSeconds";
    private static final String POLICIES = "policies";
    private static final int WINDOW_MAX = 3600;
    private static final int PERIOD_MAX = 1800;
    private static final List<String> CHOICES = List.of("Disabled", "Max", "Min");
    private static final List<String> POLICY_TYPES = List.of("Percent", "Pods");

    private ScalingBehavior() {}

    static void setDefaults(ObjectNode behavior) {
        ObjectNode up = Trees.ensure(behavior, "scaleUp");
        Trees.setDefault(up, WINDOW, 0);
        setRuleDefaults(up);
        if (!up.has(POLICIES)) {
            ArrayNode policies = up.putArray(POLICIES);
            policies.add(policy(up, "Pods", 4));
            policies.add(policy(up, "Percent", 100));
        }
        ObjectNode down = Trees.ensure(behavior, "scaleDown");
        setRuleDefaults(down);
        if (!down.has(POLICIES)) {
            down.putArray(POLICIES).add(policy(down, "Percent", 100));
        }
    }

    private static void setRuleDefaults(ObjectNode rules) {
        if (!Trees.has(rules, "selectPolicy")) {
            rules.put("selectPolicy", "Max");
        }
    }

    private static ObjectNode policy(ObjectNode factory, String type, int value) {
        return factory.objectNode().put("type", type).put("value", value).put(PERIOD, 15);
    }

    static void validate(ObjectNode behavior, FieldErrors errors) {
        for (String direction : List.of("scaleUp", "scaleDown")) {
            Trees.object(behavior, direction)
                    .ifPresent(rules -> validateRules(rules, "spec.behavior." + direction, errors));
        }
    }

    private static void validateRules(ObjectNode rules, String path, FieldErrors errors) {
        JsonNode window = rules.path(WINDOW);
        String windowPath = path + "." + WINDOW;
        if (window.asLong(0) < 0) {
            errors.invalid(windowPath, window.asLong(), "must be greater than or equal to zero");
        }
        if (window.asLong(0) > WINDOW_MAX) {
            errors.invalid(
                    windowPath, window.asLong(), "must be less than or equal to " + WINDOW_MAX);
        }
        String choice = Trees.text(rules, "selectPolicy");
        if (Trees.has(rules, "selectPolicy") && !CHOICES.contains(choice)) {
            errors.notSupported(path + ".selectPolicy", choice, CHOICES);
        }
        List<ObjectNode> policies = Trees.items(rules, POLICIES);
        if (policies.isEmpty()) {
            errors.required(path + "." + POLICIES, "must specify at least one Policy");
        }
        for (int i = 0; i < policies.size(); i++) {
            validatePolicy(policies.get(i), "%s.%s[%d]".formatted(path, POLICIES, i), errors);
        }
        JsonNode tolerance = rules.path("tolerance");
        if (tolerance.isString() && Quantity.parse(tolerance.asString()).signum() < 0) {
            errors.invalid(
                    path + ".tolerance",
                    tolerance.asString(),
                    "must be greater than or equal to 0");
        }
    }

    private static void validatePolicy(ObjectNode policy, String path, FieldErrors errors) {
        String type = Trees.text(policy, "type");
        if (!POLICY_TYPES.contains(type)) {
            errors.notSupported(path + ".type", type, POLICY_TYPES);
        }
        for (String field : List.of("value", PERIOD)) {
            if (policy.path(field).asLong(0) <= 0) {
                errors.invalid(
                        path + "." + field,
                        policy.path(field).asLong(0),
                        "must be greater than zero");
            }
        }
        if (policy.path(PERIOD).asLong(0) > PERIOD_MAX) {
            errors.invalid(
                    path + "." + PERIOD,
                    policy.path(PERIOD).asLong(),
                    "must be less than or equal to " + PERIOD_MAX);
        }
    }
}
