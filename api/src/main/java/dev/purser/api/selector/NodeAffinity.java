package dev.purser.api.selector;

import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The nodes a pod wants by their labels: `nodeSelector` and the required part of `nodeAffinity`.
public final class NodeAffinity {
    private NodeAffinity() {}

    /// Whether the pod may run on the node, by the node's labels and name.
    public static boolean matches(KubeObject pod, KubeObject node) {
        JsonNode spec = pod.json().path("spec");
        Map<String, String> wanted = new HashMap<>();
        spec.path("nodeSelector")
                .properties()
                .forEach(label -> wanted.put(label.getKey(), label.getValue().asString("")));
        if (!LabelSelector.ofLabels(wanted).matches(node.labels())) {
            return false;
        }
        JsonNode required =
                spec.path("affinity")
                        .path("nodeAffinity")
                        .path("requiredDuringSchedulingIgnoredDuringExecution");
        return !required.isObject() || matchesAnyTerm(required.path("nodeSelectorTerms"), node);
    }

    private static boolean matchesAnyTerm(JsonNode terms, KubeObject node) {
        for (JsonNode term : terms) {
            boolean says =
                    !term.path("matchExpressions").isEmpty() || !term.path("matchFields").isEmpty();
            if (says
                    && matchesAll(term.path("matchExpressions"), node.labels())
                    && matchesAll(term.path("matchFields"), Map.of("metadata.name", node.name()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesAll(JsonNode expressions, Map<String, String> values) {
        for (JsonNode expression : expressions) {
            if (requirement(expression).filter(needed -> needed.matches(values)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Requirement> requirement(JsonNode expression) {
        List<String> values = new ArrayList<>();
        expression.path("values").forEach(value -> values.add(value.asString("")));
        return operator(expression.path("operator").asString(""))
                .map(operator ->
                        new Requirement(expression.path("key").asString(""), operator, values));
    }

    private static Optional<Operator> operator(String name) {
        return switch (name) {
            case "In" -> Optional.of(Operator.IN);
            case "NotIn" -> Optional.of(Operator.NOT_IN);
            case "Exists" -> Optional.of(Operator.EXISTS);
            case "DoesNotExist" -> Optional.of(Operator.DOES_NOT_EXIST);
            case "Gt" -> Optional.of(Operator.GREATER_THAN);
            case "Lt" -> Optional.of(Operator.LESS_THAN);
            default -> Optional.empty();
        };
    }
}
