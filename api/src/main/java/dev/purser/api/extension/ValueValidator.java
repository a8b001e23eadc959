package dev.purser.api.extension;

import dev.purser.api.extension.Structure.Others;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Validates a value against a schema and all below it. The order of checks, what counts as one,
/// and the sentences are those of Kubernetes' OpenAPI validator. Immutable and thread-safe.
///
/// @param schema what the value must match
/// @param place where the value is
/// @param correlation the value beside the one it replaces; null when nothing is forgiven
record ValueValidator(JsonSchema schema, String place, @Nullable Correlation correlation) {

    Outcome validate(JsonNode value) {
        Outcome outcome = check(value);
        boolean forgiven = !outcome.isValid() && correlation != null && correlation.isUnchanged();
        return forgiven ? outcome.forgiven() : outcome;
    }

    private Outcome check(JsonNode value) {
        Outcome outcome = new Outcome();
        TypeCheck types = new TypeCheck(schema, place);
        if (value.isNull()) {
            outcome.merge(types.validateNull());
            outcome.merge(new LimitCheck(schema.limits(), place).validateEnumeration(value));
            return outcome;
        }
        if (types.applies()) {
            step(outcome, types.validate(value));
        }
        step(outcome, new JunctorCheck(this).validate(value));
        LimitCheck limits = new LimitCheck(schema.limits(), place);
        if (value.isString()) {
            step(outcome, limits.validateText(value.stringValue()));
            if (Formats.isChecked(types.format())) {
                step(outcome, types.validateFormat(value.stringValue()));
            }
        }
        if (value.isNumber()) {
            step(outcome, new NumberCheck(types, schema.limits(), place).validate(value));
        }
        if (value.isArray()) {
            step(outcome, items(value, limits));
        }
        step(outcome, limits.validateEnumeration(value));
        if (value.isObject()) {
            step(outcome, members(value, limits));
        }
        outcome.count();
        return outcome;
    }

    private static void step(Outcome outcome, Outcome found) {
        outcome.merge(found);
        outcome.count();
    }

    private Outcome items(JsonNode value, LimitCheck limits) {
        Outcome outcome = new Outcome();
        JsonSchema items = schema.structure().items();
        if (items != null) {
            for (int i = 0; i < value.size(); i++) {
                int index = i;
                Optional<Correlation> item =
                        Optional.ofNullable(correlation).flatMap(both -> both.item(index));
                ValueValidator validator =
                        new ValueValidator(items, "%s[%d]".formatted(place, i), item.orElse(null));
                outcome.merge(validator.validate(value.path(i)));
            }
        }
        outcome.merge(limits.validateItems(value.size()));
        outcome.count();
        return outcome;
    }

    private Outcome members(JsonNode value, LimitCheck limits) {
        Outcome outcome = limits.validateMembers(value.size());
        Structure structure = schema.structure();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String name = member.getKey();
            if (structure.properties().containsKey(name)) {
                continue;
            }
            if (structure.others() == Others.FORBIDDEN) {
                outcome.add(
                        new Problem.Broken(
                                place,
                                "%s.%s in body is a forbidden property".formatted(place, name),
                                GoNumbers.shown(
                                        tools.jackson.databind.node.JsonNodeFactory.instance
                                                .stringNode(name))));
            } else if (structure.additional() != null) {
                outcome.merge(
                        member(name, structure.additional(), place + "." + name)
                                .validate(member.getValue()));
            }
        }
        structure
                .properties()
                .forEach((name, known) -> {
                    JsonNode member = value.get(name);
                    if (member != null) {
                        String path = place.isEmpty() ? name : place + "." + name;
                        outcome.merge(member(name, known, path).validate(member));
                    }
                });
        for (String name : structure.required()) {
            if (!value.has(name)) {
                String path = place + "." + name;
                outcome.add(new Problem.Missing(path, path + " in body is required"));
            }
        }
        return outcome;
    }

    private ValueValidator member(String name, JsonSchema known, String path) {
        boolean typeMeta = place.isEmpty() && (name.equals("kind") || name.equals("apiVersion"));
        Optional<Correlation> member =
                typeMeta
                        ? Optional.empty()
                        : Optional.ofNullable(correlation).flatMap(both -> both.member(name));
        return new ValueValidator(known, path, member.orElse(null));
    }

    /// A validator of the same value against another schema.
    ValueValidator against(JsonSchema other) {
        return new ValueValidator(other, place, correlation);
    }
}
