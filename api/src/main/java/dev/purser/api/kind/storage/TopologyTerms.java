package dev.purser.api.kind.storage;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.DeprecatedNodeLabels;
import dev.purser.api.validation.Labels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Checks where a StorageClass may make volumes: `allowedTopologies`.
final class TopologyTerms {
    private static final String LIST = "allowedTopologies";
    private static final String EXPRESSIONS = "matchLabelExpressions";

    private TopologyTerms() {}

    static void validate(ObjectNode storageClass, FieldErrors errors) {
        List<ObjectNode> terms = Trees.items(storageClass, LIST);
        // Kubernetes compares each term with as many empty ones as there are terms, so that an
        // empty term is always one too many.
        List<Map<String, Set<String>>> seen =
                new ArrayList<>(Collections.nCopies(terms.size(), Map.of()));
        for (int i = 0; i < terms.size(); i++) {
            String path = "%s[%d].%s".formatted(LIST, i, EXPRESSIONS);
            Map<String, Set<String>> term = validateTerm(terms.get(i), path, errors);
            seen.stream().filter(term::equals).forEach(same -> errors.duplicate(path, ""));
            seen.add(term);
        }
    }

    private static Map<String, Set<String>> validateTerm(
            ObjectNode term, String path, FieldErrors errors) {
        Map<String, Set<String>> result = new HashMap<>();
        List<ObjectNode> expressions = Trees.items(term, EXPRESSIONS);
        for (int i = 0; i < expressions.size(); i++) {
            ObjectNode expression = expressions.get(i);
            String place = "%s[%d]".formatted(path, i);
            Set<String> values = new HashSet<>();
            List<String> texts = Trees.texts(expression, "values");
            if (texts.isEmpty()) {
                errors.required(place + ".values", "");
            }
            for (int v = 0; v < texts.size(); v++) {
                if (!values.add(texts.get(v))) {
                    errors.duplicate("%s.values[%d]".formatted(place, v), texts.get(v));
                }
            }
            String key = Trees.text(expression, "key");
            Labels.validateKey(key, place + ".key", errors);
            if (result.put(key, values) != null) {
                errors.duplicate(place + ".key", key);
            }
        }
        return result;
    }

    static List<String> warnings(ObjectNode storageClass) {
        List<String> warnings = new ArrayList<>();
        List<ObjectNode> terms = Trees.items(storageClass, LIST);
        for (int i = 0; i < terms.size(); i++) {
            List<ObjectNode> expressions = Trees.items(terms.get(i), EXPRESSIONS);
            for (int j = 0; j < expressions.size(); j++) {
                String path = "%s[%d].%s[%d].key".formatted(LIST, i, EXPRESSIONS, j);
                DeprecatedNodeLabels.warning(Trees.text(expressions.get(j), "key"))
                        .ifPresent(text -> warnings.add(path + ": " + text));
            }
        }
        return warnings;
    }
}
