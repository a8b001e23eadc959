package dev.purser.api.selector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A choice of objects by their labels: all requirements must hold. Immutable and thread-safe.
///
/// See <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/>.
public final class LabelSelector {
    private static final LabelSelector EVERYTHING = new LabelSelector(List.of(), true);
    private static final LabelSelector NOTHING = new LabelSelector(List.of(), false);

    private final List<Requirement> requirements;
    private final boolean matchesWithoutRequirements;

    private LabelSelector(List<Requirement> requirements, boolean matchesWithoutRequirements) {
        this.requirements =
                requirements.stream().sorted(Comparator.comparing(Requirement::key)).toList();
        this.matchesWithoutRequirements = matchesWithoutRequirements;
    }

    /// Matches every object.
    public static LabelSelector everything() {
        return EVERYTHING;
    }

    /// Matches no object.
    public static LabelSelector nothing() {
        return NOTHING;
    }

    /// Reads a selector string; the empty string matches everything.
    ///
    /// @throws SelectorException with Kubernetes' text when it cannot be read
    public static LabelSelector parse(String selector) {
        return new LabelSelector(LabelSelectorParser.parse(selector), true);
    }

    /// Matches objects that carry all of these labels; without labels, every object. The labels are
    /// not checked.
    public static LabelSelector ofLabels(Map<String, String> labels) {
        return new LabelSelector(
                labels.entrySet().stream().map(LabelSelector::equalTo).toList(), true);
    }

    private static Requirement equalTo(Map.Entry<String, String> label) {
        return new Requirement(label.getKey(), Operator.EQUALS, List.of(label.getValue()));
    }

    /// Reads a `LabelSelector` object (`matchLabels`, `matchExpressions`). An empty object matches
    /// everything, a missing or null one nothing.
    ///
    /// @throws SelectorException when a requirement makes no sense
    public static LabelSelector of(JsonNode selector) {
        if (!selector.isObject()) {
            return NOTHING;
        }
        List<Requirement> requirements = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(label ->
                        requirements.add(
                                Requirement.checked(
                                        label.getKey(),
                                        Operator.EQUALS,
                                        List.of(label.getValue().asString("")))));
        for (JsonNode expression : selector.path("matchExpressions")) {
            requirements.add(requirement(expression));
        }
        return new LabelSelector(requirements, true);
    }

    private static Requirement requirement(JsonNode expression) {
        String name = expression.path("operator").asString("");
        Operator operator =
                switch (name) {
                    case "In" -> Operator.IN;
                    case "NotIn" -> Operator.NOT_IN;
                    case "Exists" -> Operator.EXISTS;
                    case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
                    default ->
                            throw new SelectorException(
                                    "\"%s\" is not a valid label selector operator"
                                            .formatted(name));
                };
        List<String> values = new ArrayList<>();
        expression.path("values").forEach(value -> values.add(value.asString("")));
        return Requirement.checked(expression.path("key").asString(""), operator, values);
    }

    public boolean matches(Map<String, String> labels) {
        if (requirements.isEmpty()) {
            return matchesWithoutRequirements;
        }
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /// Whether every object matches.
    public boolean isEverything() {
        return requirements.isEmpty() && matchesWithoutRequirements;
    }

    /// The requirements, by key.
    public List<Requirement> requirements() {
        return requirements;
    }

    /// The selector string; empty for everything and for nothing.
    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }
}
