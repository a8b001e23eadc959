package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Labels of which a Pod's own values count when it is compared with others: `matchLabelKeys` and
/// `mismatchLabelKeys` (KEP-3633, KEP-3243). Kubernetes writes them into the selector beside them.
final class LabelKeys {
    private static final String MATCH = "matchLabelKeys";
    private static final String MISMATCH = "mismatchLabelKeys";
    private static final String SELECTOR = "labelSelector";
    private static final String EXPRESSIONS = "matchExpressions";

    private LabelKeys() {}

    /// Checks the keys of an affinity term or of a spread constraint.
    static void validate(Spot owner) {
        Spot selector = owner.at(SELECTOR);
        validateKeys(owner.at(MATCH), selector);
        validateKeys(owner.at(MISMATCH), selector);
        List<String> keys = Trees.texts(owner.node(), MATCH);
        Set<String> selected = new HashSet<>(selector.at("matchLabels").node().propertyNames());
        for (Spot expression : selector.items(EXPRESSIONS)) {
            String key = expression.text("key");
            if (keys.contains(key) && selected.contains(key)) {
                // Kubernetes leaves the name of the list out of this path.
                owner.under("%s[%d]".formatted(owner.path(), keys.lastIndexOf(key)))
                        .invalid(key, "exists in both matchLabelKeys and labelSelector");
            }
            selected.add(key);
        }
        List<String> mismatched = Trees.texts(owner.node(), MISMATCH);
        for (Spot key : owner.items(MATCH)) {
            if (mismatched.contains(key.text())) {
                key.invalidText("exists in both matchLabelKeys and mismatchLabelKeys");
            }
        }
    }

    private static void validateKeys(Spot keys, Spot selector) {
        if (keys.isEmpty()) {
            return;
        }
        if (selector.isGiven()) {
            keys.items().forEach(key -> key.complain(LabelSyntax::keyErrors));
        } else {
            keys.forbidden("must not be specified when labelSelector is not set");
        }
    }

    /// Writes the values of a Pod's own labels into all selectors that ask for them.
    static void apply(ObjectNode spec, JsonNode labels) {
        JsonNode affinity = spec.path("affinity");
        for (String kind : List.of("podAffinity", "podAntiAffinity")) {
            JsonNode terms = affinity.path(kind);
            Trees.items(terms, NodeAffinityValidation.PREFERRED).stream()
                    .flatMap(term -> Trees.object(term, "podAffinityTerm").stream())
                    .forEach(term -> applyTo(term, labels));
            Trees.items(terms, NodeAffinityValidation.REQUIRED)
                    .forEach(term -> applyTo(term, labels));
        }
        Trees.items(spec, "topologySpreadConstraints")
                .forEach(constraint -> applyTo(constraint, labels));
    }

    private static void applyTo(ObjectNode owner, JsonNode labels) {
        Trees.object(owner, SELECTOR)
                .ifPresent(selector -> {
                    add(selector, "In", Trees.texts(owner, MATCH), labels);
                    add(selector, "NotIn", Trees.texts(owner, MISMATCH), labels);
                });
    }

    private static void add(
            ObjectNode selector, String operator, List<String> keys, JsonNode labels) {
        for (String key : keys) {
            if (labels.has(key)) {
                ObjectNode expression = selector.withArray(EXPRESSIONS).addObject();
                expression.put("key", key).put("operator", operator);
                expression.putArray("values").add(labels.path(key).asString(""));
            }
        }
    }
}
