package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.validation.DeprecatedNodeLabels;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Warns of Pods that look for nodes by labels that others have replaced.
public final class NodeLabelWarnings {
    private static final String TERMS = "nodeSelectorTerms";
    private static final String EXPRESSIONS = "matchExpressions";

    private final List<String> warnings = new ArrayList<>();

    private NodeLabelWarnings() {}

    static List<String> of(JsonNode spec, String path) {
        NodeLabelWarnings found = new NodeLabelWarnings();
        found.ofSelector(spec.path("nodeSelector"), path + ".nodeSelector");
        JsonNode affinity = spec.path("affinity").path("nodeAffinity");
        String place = path + ".affinity.nodeAffinity.";
        String required = NodeAffinityValidation.REQUIRED;
        found.ofTerms(affinity.path(required), place + required + "." + TERMS);
        found.ofPreferences(affinity, place + NodeAffinityValidation.PREFERRED);
        found.ofSpread(spec, path + ".topologySpreadConstraints");
        return found.warnings;
    }

    /// Warns of labels in a NodeSelector.
    public static List<String> ofNodeSelector(JsonNode selector, String path) {
        NodeLabelWarnings found = new NodeLabelWarnings();
        found.ofTerms(selector, path + "." + TERMS);
        return found.warnings;
    }

    private void ofSelector(JsonNode selector, String path) {
        for (String label : selector.propertyNames()) {
            DeprecatedNodeLabels.warning(label)
                    .ifPresent(why -> warnings.add("%s[%s]: %s".formatted(path, label, why)));
        }
    }

    private void ofTerms(JsonNode selector, String path) {
        List<ObjectNode> terms = Trees.items(selector, TERMS);
        for (int i = 0; i < terms.size(); i++) {
            List<ObjectNode> expressions = Trees.items(terms.get(i), EXPRESSIONS);
            for (int k = 0; k < expressions.size(); k++) {
                ofKey(expressions.get(k), "%s[%d].%s[%d].key".formatted(path, i, EXPRESSIONS, k));
            }
        }
    }

    private void ofKey(JsonNode expression, String path) {
        String key = Trees.text(expression, "key");
        DeprecatedNodeLabels.warning(key)
                .ifPresent(why -> warnings.add("%s: %s is %s".formatted(path, key, why)));
    }

    /// Values that no label has are no error in a preference.
    private void ofPreferences(JsonNode affinity, String path) {
        List<ObjectNode> terms = Trees.items(affinity, NodeAffinityValidation.PREFERRED);
        for (int i = 0; i < terms.size(); i++) {
            List<ObjectNode> expressions =
                    Trees.items(terms.get(i).path("preference"), EXPRESSIONS);
            for (int k = 0; k < expressions.size(); k++) {
                String place = "%s[%d].preference.%s[%d]".formatted(path, i, EXPRESSIONS, k);
                ofKey(expressions.get(k), place + ".key");
                ofValues(Trees.texts(expressions.get(k), "values"), place + ".values");
            }
        }
    }

    private void ofValues(List<String> values, String path) {
        for (int i = 0; i < values.size(); i++) {
            for (String why : LabelSyntax.valueErrors(values.get(i))) {
                warnings.add("%s[%d]: %s is invalid, %s".formatted(path, i, values.get(i), why));
            }
        }
    }

    private void ofSpread(JsonNode spec, String path) {
        List<ObjectNode> constraints = Trees.items(spec, "topologySpreadConstraints");
        for (int i = 0; i < constraints.size(); i++) {
            String place = "%s[%d]".formatted(path, i);
            String key = Trees.text(constraints.get(i), "topologyKey");
            DeprecatedNodeLabels.warning(key)
                    .ifPresent(why ->
                            warnings.add("%s.topologyKey: %s is %s".formatted(place, key, why)));
            if (!constraints.get(i).hasNonNull("labelSelector")) {
                warnings.add(
                        place + ".labelSelector: a null labelSelector results in matching no pod");
            }
        }
    }
}
