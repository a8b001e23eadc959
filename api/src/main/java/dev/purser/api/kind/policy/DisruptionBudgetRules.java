package dev.purser.api.kind.policy;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.SpecAndStatus;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Conditions;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.NameFormat;
import dev.purser.api.validation.Numbers;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// PodDisruptionBudgets.
///
/// @param goForm shows specs in messages
record DisruptionBudgetRules(GoForm goForm) implements SpecAndStatus {
    private static final String SPEC = "io.k8s.api.policy.v1.PodDisruptionBudgetSpec";
    private static final List<String> BOUNDS = List.of("minAvailable", "maxUnavailable");
    private static final List<String> EVICTION = List.of("AlwaysAllow", "IfHealthyBudget");
    private static final String EXPRESSIONS = "matchExpressions";

    /// A label that no Pod has, by which version v1beta1 said "none" or "all".
    private static final String OLD_LABEL =
            "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match";

    @Override
    public NameFormat nameFormat() {
        return NameFormat.PATH_SEGMENT;
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        SpecAndStatus.super.prepareForCreate(object);
        dropOldLabel(object.spec().path("selector"));
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        SpecAndStatus.super.prepareForUpdate(object, old);
        if (!object.spec().path("selector").equals(old.spec().path("selector"))) {
            dropOldLabel(object.spec().path("selector"));
        }
    }

    private static void dropOldLabel(JsonNode selector) {
        if (!(selector.get(EXPRESSIONS) instanceof ArrayNode expressions) || isNone(selector)) {
            return;
        }
        for (int i = expressions.size() - 1; i >= 0; i--) {
            if (Trees.text(expressions.path(i), "key").equals(OLD_LABEL)) {
                expressions.remove(i);
            }
        }
        if (expressions.isEmpty() && selector instanceof ObjectNode object) {
            object.remove(EXPRESSIONS);
        }
    }

    private static boolean isNone(JsonNode selector) {
        JsonNode only = selector.path(EXPRESSIONS).path(0);
        return selector.path("matchLabels").isEmpty()
                && selector.path(EXPRESSIONS).size() == 1
                && Trees.text(only, "key").equals(OLD_LABEL)
                && Trees.text(only, "operator").equals("Exists");
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        ObjectNode spec = object.spec();
        if (BOUNDS.stream().allMatch(field -> Trees.has(spec, field))) {
            errors.invalidShown(
                    "spec",
                    goForm.compact(spec, SPEC),
                    "minAvailable and maxUnavailable cannot be both set");
        }
        for (String field : BOUNDS) {
            Numbers.validateCountOrPercent(spec.path(field), "spec." + field, errors);
            Numbers.requireAtMostAll(spec.path(field), "spec." + field, errors);
        }
        Labels.validateSelector(spec.path("selector"), "spec.selector", errors);
        String eviction = Trees.text(spec, "unhealthyPodEvictionPolicy");
        if (Trees.has(spec, "unhealthyPodEvictionPolicy") && !EVICTION.contains(eviction)) {
            errors.notSupported("spec.unhealthyPodEvictionPolicy", eviction, EVICTION);
        }
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        ObjectNode status = object.status();
        Conditions.validate(status, errors);
        for (String field :
                List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")) {
            Numbers.requireNonNegative(status.path(field), "status." + field, errors);
        }
    }
}
