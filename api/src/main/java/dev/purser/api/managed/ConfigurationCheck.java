package dev.purser.api.managed;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.MapSchema;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.ScalarSchema;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks that an applied configuration fits its schema. Apply is stricter than other writes:
/// unknown fields and duplicate items are always refused.
final class ConfigurationCheck {
    private final List<String> errors = new ArrayList<>();

    private final Function<JsonNode, String> text;

    private ConfigurationCheck(Function<JsonNode, String> text) {
        this.text = text;
    }

    /// @throws StatusException with Kubernetes' text if anything does not fit
    static void require(KubeObject configuration, ObjectSchema schema) {
        ConfigurationCheck check =
                new ConfigurationCheck(
                        schema.isSecret() ? value -> "(hidden)" : ConfigurationCheck::shown);
        check.visit("", Shape.of(schema), configuration.json());
        if (!check.errors.isEmpty()) {
            String what =
                    check.errors.size() == 1
                            ? check.errors.getFirst()
                            : "errors:\n  " + String.join("\n  ", check.errors);
            throw new StatusException(
                    StatusReason.UNKNOWN,
                    "failed to create typed patch object (%s): %s"
                            .formatted(named(configuration.json()), what));
        }
    }

    /// What messages call an object: `ns/name; apps/v1, Kind=Deployment`.
    private static String named(ObjectNode configuration) {
        JsonNode metadata = configuration.path("metadata");
        GroupVersionKind kind = KubeObject.of(configuration).groupVersionKind();
        return "%s/%s; %s/%s, Kind=%s"
                .formatted(
                        text(metadata.path("namespace")),
                        text(metadata.path("name")),
                        kind.group(),
                        kind.version(),
                        kind.kind());
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : "";
    }

    /// Whether a configuration fits its schema.
    static boolean fits(ObjectNode configuration, ObjectSchema schema) {
        return misfits(configuration, schema).isEmpty();
    }

    /// Where a configuration does not fit its schema.
    static List<String> misfits(ObjectNode configuration, ObjectSchema schema) {
        ConfigurationCheck check =
                new ConfigurationCheck(
                        schema.isSecret() ? value -> "(hidden)" : ConfigurationCheck::shown);
        check.visit("", Shape.of(schema), configuration);
        return check.errors;
    }

    private void visit(String path, Shape shape, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        switch (shape.schema()) {
            case ObjectSchema object -> visitMembers(path, shape, value);
            case MapSchema map -> visitMembers(path, shape, value);
            case ListSchema list -> visitItems(path, shape, value);
            case ScalarSchema scalar -> visitScalar(path, scalar, value);
        }
    }

    private void visitMembers(String path, Shape shape, JsonNode value) {
        if (!value.isObject()) {
            errors.add("%s: expected map, got &{%s}".formatted(path, text.apply(value)));
            return;
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String memberPath = path + "." + member.getKey();
            Optional<Shape> known = shape.memberShape(member.getKey());
            if (known.isEmpty()) {
                errors.add(memberPath + ": field not declared in schema");
                return;
            }
            visit(memberPath, known.get(), member.getValue());
        }
    }

    private void visitItems(String path, Shape shape, JsonNode value) {
        if (!value.isArray()) {
            errors.add("%s: expected list, got &{%s}".formatted(path, text.apply(value)));
            return;
        }
        Set<PathElement> seen = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            Optional<String> problem =
                    shape.isAtomic() ? Optional.empty() : shape.noIdentity(value.path(i));
            if (problem.isPresent()) {
                errors.add("%s: element %d: %s".formatted(path, i, problem.get()));
                return;
            }
            PathElement element =
                    shape.isAtomic()
                            ? new PathElement(PathElement.Kind.INDEX, String.valueOf(i))
                            : shape.identityOf(value.path(i));
            if (!seen.add(element)) {
                errors.add("%s: duplicate entries for key %s".formatted(path, element.shown()));
            } else {
                visit(path + element.shown(), shape.items(), value.path(i));
            }
        }
    }

    private void visitScalar(String path, ScalarSchema schema, JsonNode value) {
        String problem =
                switch (schema) {
                    case STRING, BYTES ->
                            value.isString()
                                    ? ""
                                    : "expected string, got &value.valueUnstructured{Value:%s}"
                                            .formatted(text.apply(value));
                    case INT32, INT64, DOUBLE ->
                            value.isNumber()
                                    ? ""
                                    : "expected numeric (int or float), got " + goType(value);
                    case BOOLEAN ->
                            value.isBoolean()
                                    ? ""
                                    : "expected boolean, got &{%s}".formatted(text.apply(value));
                    case QUANTITY, TIME, MICRO_TIME, INT_OR_STRING, ANY, ANY_OBJECT, DEDUCED -> "";
                };
        if (!problem.isEmpty()) {
            errors.add(path + ": " + problem);
        }
    }

    private static String shown(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    /// What Go calls a value that is no number.
    private static String goType(JsonNode value) {
        if (value.isObject()) {
            return "map[string]interface {}";
        }
        return value.isArray() ? "[]interface {}" : "*value.valueUnstructured";
    }
}
