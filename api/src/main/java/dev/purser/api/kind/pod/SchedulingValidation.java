package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks what a Pod asks of the scheduler: tolerations, affinity, spreading, gates.
final class SchedulingValidation {
    private static final List<String> OPERATORS = List.of("Equal", "Exists");
    private static final List<String> EFFECTS =
            List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final List<String> UNSATISFIABLE = List.of("DoNotSchedule", "ScheduleAnyway");
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private SchedulingValidation() {}

    static void validate(ObjectNode spec, String path, FieldErrors errors) {
        List<ObjectNode> tolerations = Trees.items(spec, "tolerations");
        for (int i = 0; i < tolerations.size(); i++) {
            String place = "%s.tolerations[%d]".formatted(path, i);
            validateToleration(tolerations.get(i), place, errors);
        }
        List<ObjectNode> constraints = Trees.items(spec, "topologySpreadConstraints");
        for (int i = 0; i < constraints.size(); i++) {
            String place = "%s.topologySpreadConstraints[%d]".formatted(path, i);
            validateSpread(constraints.get(i), place, errors);
        }
        validateGates(spec, path, errors);
        JsonNode affinity = spec.path("affinity");
        validateNodeAffinity(
                affinity.path("nodeAffinity"), path + ".affinity.nodeAffinity", errors);
        for (String kind : List.of("podAffinity", "podAntiAffinity")) {
            validatePodAffinity(affinity.path(kind), path + ".affinity." + kind, errors);
        }
    }

    private static void validateToleration(ObjectNode toleration, String path, FieldErrors errors) {
        String key = Trees.text(toleration, "key");
        String operator = Trees.text(toleration, "operator");
        String value = Trees.text(toleration, "value");
        String effect = Trees.text(toleration, "effect");
        if (!key.isEmpty()) {
            Labels.validateKey(key, path + ".key", errors);
        } else if (!operator.equals("Exists")) {
            errors.invalid(
                    path + ".operator",
                    operator,
                    "operator must be Exists when `key` is empty, which means \"match all values"
                            + " and all keys\"");
        }
        if (Trees.has(toleration, "tolerationSeconds") && !effect.equals("NoExecute")) {
            errors.invalid(
                    path + ".effect",
                    effect,
                    "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
        if (!operator.isEmpty() && !OPERATORS.contains(operator)) {
            errors.notSupported(path + ".operator", operator, OPERATORS);
        } else if (!operator.equals("Exists")) {
            String complaint = String.join(";", LabelSyntax.valueErrors(value));
            if (!complaint.isEmpty()) {
                errors.invalid(path + ".operator", value, complaint);
            }
        } else if (!value.isEmpty()) {
            errors.invalid(
                    path + ".operator",
                    toleration,
                    "value must be empty when `operator` is 'Exists'");
        }
        if (!effect.isEmpty() && !EFFECTS.contains(effect)) {
            errors.notSupported(path + ".effect", effect, EFFECTS);
        }
    }

    private static void validateSpread(ObjectNode constraint, String path, FieldErrors errors) {
        long skew = constraint.path("maxSkew").asLong(0);
        if (skew <= 0) {
            errors.invalid(path + ".maxSkew", skew, "must be greater than zero");
        }
        String key = Trees.text(constraint, "topologyKey");
        if (key.isEmpty()) {
            errors.required(path + ".topologyKey", "can not be empty");
        } else {
            Labels.validateKey(key, path + ".topologyKey", errors);
        }
        String action = Trees.text(constraint, "whenUnsatisfiable");
        if (!UNSATISFIABLE.contains(action)) {
            errors.notSupported(path + ".whenUnsatisfiable", action, UNSATISFIABLE);
        }
        Labels.validateSelector(constraint.path("labelSelector"), path + ".labelSelector", errors);
    }

    private static void validateGates(ObjectNode spec, String path, FieldErrors errors) {
        Set<String> names = new HashSet<>();
        List<ObjectNode> gates = Trees.items(spec, "schedulingGates");
        for (int i = 0; i < gates.size(); i++) {
            String name = Trees.text(gates.get(i), "name");
            String place = "%s.schedulingGates[%d]".formatted(path, i);
            Labels.validateKey(name, place, errors);
            if (!names.add(name)) {
                errors.duplicate(place, name);
            }
        }
        List<ObjectNode> readiness = Trees.items(spec, "readinessGates");
        for (int i = 0; i < readiness.size(); i++) {
            Labels.validateKey(
                    Trees.text(readiness.get(i), "conditionType"),
                    "%s.readinessGates[%d].conditionType".formatted(path, i),
                    errors);
        }
    }

    private static void validateNodeAffinity(JsonNode affinity, String path, FieldErrors errors) {
        JsonNode required = affinity.path(REQUIRED);
        if (required.isObject()) {
            String place = path + "." + REQUIRED + ".nodeSelectorTerms";
            List<ObjectNode> terms = Trees.items(required, "nodeSelectorTerms");
            if (terms.isEmpty()) {
                errors.required(place, "must have at least one node selector term");
            }
            for (int i = 0; i < terms.size(); i++) {
                validateNodeTerm(terms.get(i), "%s[%d]".formatted(place, i), errors);
            }
        }
        List<ObjectNode> preferred = Trees.items(affinity, PREFERRED);
        for (int i = 0; i < preferred.size(); i++) {
            String place = "%s.%s[%d]".formatted(path, PREFERRED, i);
            validateWeight(preferred.get(i), place, errors);
            validateNodeTerm(preferred.get(i).path("preference"), place + ".preference", errors);
        }
    }

    private static void validateNodeTerm(JsonNode term, String path, FieldErrors errors) {
        List<ObjectNode> expressions = Trees.items(term, "matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            ObjectNode expression = expressions.get(i);
            String place = "%s.matchExpressions[%d]".formatted(path, i);
            validateNodeOperator(expression, place, errors);
            Labels.validateKey(Trees.text(expression, "key"), place + ".key", errors);
        }
    }

    private static void validateNodeOperator(
            ObjectNode expression, String path, FieldErrors errors) {
        String operator = Trees.text(expression, "operator");
        int values = expression.path("values").size();
        String place = path + ".values";
        switch (operator) {
            case "In", "NotIn" -> {
                if (values == 0) {
                    errors.required(place, "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (values > 0) {
                    errors.forbidden(
                            place,
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            case "Gt", "Lt" -> {
                if (values != 1) {
                    errors.required(
                            place,
                            "must be specified single value when `operator` is 'Lt' or 'Gt'");
                }
            }
            default ->
                    errors.invalid(path + ".operator", operator, "not a valid selector operator");
        }
    }

    private static void validatePodAffinity(JsonNode affinity, String path, FieldErrors errors) {
        List<ObjectNode> required = Trees.items(affinity, REQUIRED);
        for (int i = 0; i < required.size(); i++) {
            validatePodTerm(required.get(i), "%s.%s[%d]".formatted(path, REQUIRED, i), errors);
        }
        List<ObjectNode> preferred = Trees.items(affinity, PREFERRED);
        for (int i = 0; i < preferred.size(); i++) {
            String place = "%s.%s[%d]".formatted(path, PREFERRED, i);
            validateWeight(preferred.get(i), place, errors);
            validatePodTerm(
                    preferred.get(i).path("podAffinityTerm"), place + ".podAffinityTerm", errors);
        }
    }

    private static void validatePodTerm(JsonNode term, String path, FieldErrors errors) {
        Labels.validateSelector(term.path("labelSelector"), path + ".labelSelector", errors);
        String key = Trees.text(term, "topologyKey");
        if (key.isEmpty()) {
            errors.required(path + ".topologyKey", "can not be empty");
        } else {
            Labels.validateKey(key, path + ".topologyKey", errors);
        }
    }

    private static void validateWeight(JsonNode term, String path, FieldErrors errors) {
        long weight = term.path("weight").asLong(0);
        if (weight < 1 || weight > 100) {
            errors.invalid(path + ".weight", weight, "must be in the range 1-100");
        }
    }
}
