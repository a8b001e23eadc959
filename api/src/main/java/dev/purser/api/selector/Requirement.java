package dev.purser.api.selector;

import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One condition on the labels of an object.
public record Requirement(String key, Operator operator, List<String> values) {
    public Requirement {
        values = List.copyOf(values);
    }

    /// A requirement whose key and values were checked.
    ///
    /// @throws SelectorException when they do not fit each other or the rules of labels
    static Requirement checked(String key, Operator operator, List<String> values) {
        FieldErrors errors = new FieldErrors();
        List<String> keyErrors = LabelSyntax.keyErrors(key);
        if (!keyErrors.isEmpty()) {
            errors.invalid("key", key, String.join("; ", keyErrors));
        }
        checkCount(operator, values, errors);
        for (int i = 0; i < values.size(); i++) {
            List<String> valueErrors = LabelSyntax.valueErrors(values.get(i));
            if (!valueErrors.isEmpty()) {
                String field = "values[%d][%s]".formatted(i, key);
                errors.invalid(field, values.get(i), String.join("; ", valueErrors));
            }
        }
        if (!errors.isEmpty()) {
            throw new SelectorException(aggregate(errors.list()));
        }
        return new Requirement(key, operator, values);
    }

    private static void checkCount(Operator operator, List<String> values, FieldErrors errors) {
        switch (operator) {
            case IN, NOT_IN -> {
                if (values.isEmpty()) {
                    refuse(
                            values,
                            "for 'in', 'notin' operators, values set can't be empty",
                            errors);
                }
            }
            case EQUALS, DOUBLE_EQUALS, NOT_EQUALS -> {
                if (values.size() != 1) {
                    refuse(values, "exact-match compatibility requires one single value", errors);
                }
            }
            case EXISTS, DOES_NOT_EXIST -> {
                if (!values.isEmpty()) {
                    refuse(
                            values,
                            "values set must be empty for exists and does not exist",
                            errors);
                }
            }
            case GREATER_THAN, LESS_THAN -> checkNumber(values, errors);
        }
    }

    private static void checkNumber(List<String> values, FieldErrors errors) {
        if (values.size() != 1) {
            refuse(values, "for 'Gt', 'Lt' operators, exactly one value is required", errors);
        }
        for (int i = 0; i < values.size(); i++) {
            if (!isNumber(values.get(i))) {
                errors.invalid(
                        "values[%d]".formatted(i),
                        values.get(i),
                        "for 'Gt', 'Lt' operators, the value must be an integer");
            }
        }
    }

    private static void refuse(List<String> values, String why, FieldErrors errors) {
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        values.forEach(shown::add);
        errors.invalid("values", shown, why);
    }

    private static String aggregate(List<FieldError> errors) {
        Set<String> lines =
                errors.stream()
                        .map(FieldError::toString)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        return lines.size() == 1 ? lines.iterator().next() : "[" + String.join(", ", lines) + "]";
    }

    /// Whether labels meet this requirement.
    public boolean matches(Map<String, String> labels) {
        String label = labels.get(key);
        return switch (operator) {
            case IN, EQUALS, DOUBLE_EQUALS -> label != null && values.contains(label);
            case NOT_IN, NOT_EQUALS -> label == null || !values.contains(label);
            case EXISTS -> label != null;
            case DOES_NOT_EXIST -> label == null;
            case GREATER_THAN -> label != null && compare(label) > 0;
            case LESS_THAN -> label != null && compare(label) < 0;
        };
    }

    /// The label against the value as numbers; 0, which matches neither way, when one is none.
    private int compare(String label) {
        String value = values.getFirst();
        return isNumber(label) && isNumber(value)
                ? Long.compare(Long.parseLong(label), Long.parseLong(value))
                : 0;
    }

    private static boolean isNumber(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /// The requirement as selector strings spell it.
    @Override
    public String toString() {
        String joined = values.stream().sorted().collect(Collectors.joining(","));
        return switch (operator) {
            case EXISTS -> key;
            case DOES_NOT_EXIST -> "!" + key;
            case IN, NOT_IN -> "%s %s (%s)".formatted(key, operator.symbol(), joined);
            case EQUALS, DOUBLE_EQUALS, NOT_EQUALS, GREATER_THAN, LESS_THAN ->
                    key + operator.symbol() + joined;
        };
    }
}
