package dev.purser.cel.rule;

import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import dev.purser.cel.run.Activation;
import dev.purser.cel.run.Outcome;
import dev.purser.cel.schema.JsonValues;
import dev.purser.cel.schema.SchemaNode;
import dev.purser.cel.value.Value;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Applies rules to one object, within a budget. For one use.
final class RuleRun {
    /// What all rules of an object may cost together: about a second.
    private static final long BUDGET = 10_000_000;

    private static final String OUT_OF_BUDGET =
            "validation failed due to running out of cost budget, no further validation rules will"
                    + " be run";

    private final FieldErrors errors;
    private final Consumer<String> warnings;
    private long budget = BUDGET;

    /// @param warnings takes what is wrong but was so before
    RuleRun(FieldErrors errors, Consumer<String> warnings) {
        this.errors = errors;
        this.warnings = warnings;
    }

    /// A value at its place, with what is known of its past.
    ///
    /// @param path empty for the whole object
    /// @param old what it was before the update; null if that is not known
    record Place(String path, JsonNode value, @Nullable JsonNode old, Correlation correlation) {
        Place member(String name) {
            return child(path.isEmpty() ? name : path + "." + name, name);
        }

        Place key(String name) {
            return child("%s[%s]".formatted(path, name), name);
        }

        private Place child(String childPath, String name) {
            JsonNode before = old instanceof ObjectNode object ? object.get(name) : null;
            return new Place(childPath, value.path(name), before, correlation.member(name));
        }

        Place element(int index, SchemaNode list) {
            JsonNode element = value.path(index);
            JsonNode before =
                    old == null ? null : Correlation.counterpart(element, old, list).orElse(null);
            return new Place(
                    "%s[%d]".formatted(path, index),
                    element,
                    before,
                    correlation.element(index, list));
        }

        String shownPath() {
            return path.isEmpty() ? "<nil>" : path;
        }
    }

    /// Applies the rules of a level and of all below it; false when the budget is used up.
    boolean apply(RuleTree tree, Place place) {
        if (place.value().isNull() || place.value().isMissingNode()) {
            return true;
        }
        if (!applyHere(tree, place)) {
            return false;
        }
        for (RuleTree each : tree.allOf()) {
            Place same =
                    new Place(
                            place.path(),
                            place.value(),
                            place.old(),
                            place.correlation().withoutValue());
            if (!apply(each, same)) {
                return false;
            }
        }
        return applyBelow(tree, place);
    }

    private boolean applyBelow(RuleTree tree, Place place) {
        if (place.value() instanceof ArrayNode list && tree.items() != null) {
            for (int i = 0; i < list.size(); i++) {
                if (!apply(tree.items(), place.element(i, tree.schema()))) {
                    return false;
                }
            }
        }
        if (!(place.value() instanceof ObjectNode object)) {
            return true;
        }
        for (String name : object.propertyNames()) {
            RuleTree property = tree.properties().get(name);
            if (property != null && !apply(property, place.member(name))) {
                return false;
            }
            RuleTree values = tree.additionalProperties();
            if (values != null && !apply(values, place.key(name))) {
                return false;
            }
        }
        return true;
    }

    private boolean applyHere(RuleTree tree, Place place) {
        if (tree.rules().isEmpty()) {
            return true;
        }
        String type = tree.schema().type();
        if (budget <= 0) {
            errors.invalid(place.shownPath(), type, OUT_OF_BUDGET);
            return false;
        }
        for (CompiledRule rule : tree.rules()) {
            if (!rule.error().isEmpty()) {
                errors.invalid(place.shownPath(), type, "rule compile error: " + rule.error());
            } else if (!skips(rule, place) && !applyRule(rule, tree.schema(), place)) {
                return false;
            }
        }
        return true;
    }

    private static boolean skips(CompiledRule rule, Place place) {
        boolean hasOld = place.old() != null && !place.old().isNull();
        return rule.program().isEmpty()
                || (rule.usesOldSelf() && !hasOld && !rule.rule().isOldSelfOptional());
    }

    private boolean applyRule(CompiledRule rule, SchemaNode schema, Place place) {
        Activation activation = activation(rule, schema, place);
        Outcome outcome = rule.program().orElseThrow().run(activation);
        if (outcome.cost() > budget) {
            errors.invalid(place.shownPath(), schema.type(), OUT_OF_BUDGET);
            return false;
        }
        budget -= outcome.cost();
        return switch (outcome) {
            case Outcome.Failure failure -> report(failure, rule, schema, place);
            case Outcome.Result(Value result, long cost) ->
                    result.equals(Value.Bool.TRUE) || refuse(rule, schema, place, activation);
        };
    }

    private static Activation activation(CompiledRule rule, SchemaNode schema, Place place) {
        JsonNode old = place.old();
        boolean optional = rule.rule().isOldSelfOptional();
        return name ->
                switch (name) {
                    case "self" -> Optional.of(JsonValues.typed(place.value(), schema));
                    case "oldSelf" -> {
                        Value before =
                                old == null || old.isNull() ? null : JsonValues.typed(old, schema);
                        yield optional
                                ? Optional.of(new Value.Maybe(before))
                                : Optional.ofNullable(before);
                    }
                    default -> Optional.empty();
                };
    }

    private boolean report(
            Outcome.Failure failure, CompiledRule rule, SchemaNode schema, Place place) {
        String label = rule.rule().label();
        String why =
                failure.error().startsWith("no such overload")
                        ? "'%s': call arguments did not match a supported operator, function or macro signature for rule: %s"
                        : failure.isTooExpensive()
                                ? "'%s': no further validation rules will be run due to call cost exceeds limit for rule: %s"
                                : "%s evaluating rule: %s";
        errors.invalid(place.shownPath(), schema.type(), why.formatted(failure.error(), label));
        return !failure.isTooExpensive();
    }

    /// Says that a rule is not kept; false when that used up the budget.
    private boolean refuse(
            CompiledRule rule, SchemaNode schema, Place place, Activation activation) {
        Place where = rule.place().isEmpty() ? place : below(place, rule.place());
        String detail = rule.rule().failure();
        if (rule.message().isPresent()) {
            Outcome outcome = rule.message().get().run(activation);
            String tooMuch = tooExpensive(outcome, rule);
            if (!tooMuch.isEmpty()) {
                FieldErrors one = new FieldErrors();
                one.invalid(where.shownPath(), schema.type(), tooMuch);
                add(one, rule, place);
                return false;
            }
            budget -= outcome.cost();
            detail = MessageText.of(outcome).orElse(detail);
        }
        add(broken(rule.rule(), schema, where.shownPath(), place.value(), detail), rule, place);
        return true;
    }

    private static Place below(Place place, String path) {
        return new Place(
                place.path().isEmpty() ? path : place.path() + "." + path,
                place.value(),
                place.old(),
                place.correlation());
    }

    private String tooExpensive(Outcome outcome, CompiledRule rule) {
        if (outcome.cost() > budget) {
            return "messageExpression evaluation failed due to running out of cost budget, no"
                    + " further validation rules will be run";
        }
        return outcome instanceof Outcome.Failure failure && failure.isTooExpensive()
                ? "no further validation rules will be run due to call cost exceeds limit for messageExpression: \"%s\""
                        .formatted(rule.rule().messageExpression())
                : "";
    }

    private static FieldErrors broken(
            Rule rule, SchemaNode schema, String path, JsonNode value, String detail) {
        FieldErrors one = new FieldErrors();
        boolean compound = schema.type().equals("object") || schema.type().equals("array");
        switch (rule.reason()) {
            case "FieldValueForbidden" -> one.forbidden(path, detail);
            case "FieldValueRequired" -> one.required(path, detail);
            case "FieldValueDuplicate" ->
                    one.add(
                            new FieldError(
                                    FieldError.Type.DUPLICATE,
                                    path,
                                    compound ? "Duplicate value" : "Duplicate value: " + value));
            default -> {
                if (compound) {
                    one.invalidOmitted(path, detail);
                } else {
                    one.invalid(path, value, detail);
                }
            }
        }
        return one;
    }

    private void add(FieldErrors one, CompiledRule rule, Place place) {
        boolean known = !rule.usesOldSelf() && place.correlation().isUnchanged();
        one.list()
                .forEach(error -> {
                    if (known) {
                        warnings.accept(error.toString());
                    } else {
                        errors.add(error);
                    }
                });
    }
}
