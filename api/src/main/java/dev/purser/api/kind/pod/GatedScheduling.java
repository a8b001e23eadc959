package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.Trees;
import dev.purser.api.validation.Spot;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks what may change of where a Pod wants to run while gates keep it from being scheduled:
/// fewer nodes may be left, never others (KEP-3838).
final class GatedScheduling {
    private static final String TERM_TYPE = "io.k8s.api.core.v1.NodeSelectorTerm";
    private static final String SELECTOR = "nodeSelector";
    private static final String AFFINITY = "affinity";
    private static final String NODE_AFFINITY = "nodeAffinity";
    private static final String TERMS = "nodeSelectorTerms";

    private final GoForm goForm;

    GatedScheduling(GoForm goForm) {
        this.goForm = goForm;
    }

    /// Checks the node selector and node affinity, and undoes their changes.
    ///
    /// @param rest the changed spec, in which they become what they were
    /// @param place where complaints point
    void validate(ObjectNode rest, ObjectNode old, Spot place) {
        if (old.path("schedulingGates").isEmpty()) {
            return;
        }
        validateSelector(rest.path(SELECTOR), old.path(SELECTOR), place.at(SELECTOR));
        Trees.copyField(old, rest, SELECTOR);
        JsonNode before = old.path(AFFINITY).path(NODE_AFFINITY);
        JsonNode now = rest.path(AFFINITY).path(NODE_AFFINITY);
        if (!now.equals(before)) {
            validateAffinity(now, before, place.at(AFFINITY).at(NODE_AFFINITY));
            undoAffinity(rest, old);
        }
    }

    private static void validateSelector(JsonNode now, JsonNode before, Spot place) {
        boolean isExtended =
                before.properties().stream()
                        .allMatch(label -> label.getValue().equals(now.get(label.getKey())));
        if (!isExtended) {
            place.invalid(
                    "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
        }
    }

    private void validateAffinity(JsonNode now, JsonNode before, Spot place) {
        String required = NodeAffinityValidation.REQUIRED;
        List<ObjectNode> oldTerms = Trees.items(before.path(required), TERMS);
        List<ObjectNode> terms = Trees.items(now.path(required), TERMS);
        Spot list = place.at(required).at(TERMS);
        if (oldTerms.isEmpty()) {
            return;
        }
        if (oldTerms.size() != terms.size()) {
            list.errors()
                    .invalidShown(
                            list.path(),
                            shown(terms, list.isGiven()),
                            "no additions/deletions to non-empty NodeSelectorTerms list are"
                                    + " allowed");
            return;
        }
        for (int i = 0; i < terms.size(); i++) {
            if (!isNarrower(terms.get(i), oldTerms.get(i))) {
                list.errors()
                        .invalidShown(
                                "%s[%d]".formatted(list.path(), i),
                                goForm.compact(terms.get(i), TERM_TYPE),
                                "only additions are allowed (no mutations or deletions)");
            }
        }
    }

    private String shown(List<ObjectNode> terms, boolean isGiven) {
        return isGiven
                ? terms.stream()
                        .map(term -> goForm.compact(term, TERM_TYPE))
                        .collect(Collectors.joining(",", "[", "]"))
                : "null";
    }

    /// A term that matches nothing stays so; any other may only get more conditions at its end.
    private static boolean isNarrower(JsonNode now, JsonNode before) {
        List<String> lists = List.of("matchExpressions", "matchFields");
        boolean wasEmpty = lists.stream().allMatch(list -> before.path(list).isEmpty());
        if (wasEmpty) {
            return lists.stream().allMatch(list -> now.path(list).isEmpty());
        }
        return lists.stream().allMatch(list -> startsWith(now.path(list), before.path(list)));
    }

    private static boolean startsWith(JsonNode list, JsonNode start) {
        for (int i = 0; i < start.size(); i++) {
            if (!start.get(i).equals(list.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static void undoAffinity(ObjectNode rest, ObjectNode old) {
        ObjectNode affinity = Trees.ensure(rest, AFFINITY);
        if (old.path(AFFINITY) instanceof ObjectNode before) {
            Trees.copyField(before, affinity, NODE_AFFINITY);
        } else {
            affinity.remove(NODE_AFFINITY);
        }
        if (affinity.isEmpty() && !old.has(AFFINITY)) {
            rest.remove(AFFINITY);
        }
    }
}
