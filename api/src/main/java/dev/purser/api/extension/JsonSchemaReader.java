package dev.purser.api.extension;

import com.google.re2j.PatternSyntaxException;
import dev.purser.api.codec.GoPattern;
import dev.purser.api.extension.JsonSchema.Junctors;
import dev.purser.api.extension.JsonSchema.Presence;
import dev.purser.api.extension.JsonSchema.Traits;
import dev.purser.api.extension.Limits.Bound;
import dev.purser.api.extension.Limits.Expression;
import dev.purser.api.extension.Limits.Range;
import dev.purser.api.extension.Structure.Others;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads [JsonSchema]s from trees that passed structural decoding.
final class JsonSchemaReader {
    private JsonSchemaReader() {}

    static JsonSchema read(JsonNode node) {
        ObjectNode raw =
                node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        return new JsonSchema(raw, limits(raw), structure(raw), traits(raw), junctors(raw));
    }

    private static Limits limits(ObjectNode raw) {
        List<JsonNode> values = new ArrayList<>();
        raw.path("enum").forEach(values::add);
        return new Limits(
                text(raw, "type"),
                text(raw, "format"),
                flag(raw, "nullable"),
                List.copyOf(values),
                new Bound(decimal(raw, "maximum"), flag(raw, "exclusiveMaximum")),
                new Bound(decimal(raw, "minimum"), flag(raw, "exclusiveMinimum")),
                decimal(raw, "multipleOf"),
                range(raw, "minLength", "maxLength"),
                range(raw, "minItems", "maxItems"),
                range(raw, "minProperties", "maxProperties"),
                flag(raw, "uniqueItems"),
                expression(text(raw, "pattern")));
    }

    private static Expression expression(String text) {
        if (text.isEmpty()) {
            return new Expression("", null);
        }
        try {
            return new Expression(text, GoPattern.compile(text));
        } catch (PatternSyntaxException _) {
            return new Expression(text, null);
        }
    }

    private static Structure structure(ObjectNode raw) {
        JsonNode items = raw.path("items");
        JsonNode additional = raw.path("additionalProperties");
        return new Structure(
                members(raw.path("properties")),
                items.isObject() ? read(items) : null,
                items.isArray() ? all(items) : List.of(),
                additional.isObject() ? read(additional) : null,
                others(additional),
                strings(raw.path("required")));
    }

    private static Map<String, JsonSchema> members(JsonNode properties) {
        Map<String, JsonSchema> members = new TreeMap<>();
        properties
                .properties()
                .forEach(member -> members.put(member.getKey(), read(member.getValue())));
        return Collections.unmodifiableMap(members);
    }

    private static Others others(JsonNode additional) {
        if (additional.isMissingNode() || additional.isNull()) {
            return Others.UNSPECIFIED;
        }
        return additional.isBoolean() && !additional.booleanValue()
                ? Others.FORBIDDEN
                : Others.ALLOWED;
    }

    private static Traits traits(ObjectNode raw) {
        JsonNode preserve = raw.path("x-kubernetes-preserve-unknown-fields");
        Presence preserves =
                !preserve.isBoolean()
                        ? Presence.ABSENT
                        : preserve.booleanValue() ? Presence.TRUE : Presence.FALSE;
        return new Traits(
                preserves,
                flag(raw, "x-kubernetes-embedded-resource"),
                flag(raw, "x-kubernetes-int-or-string"),
                text(raw, "x-kubernetes-list-type"),
                strings(raw.path("x-kubernetes-list-map-keys")),
                text(raw, "x-kubernetes-map-type"));
    }

    private static Junctors junctors(ObjectNode raw) {
        JsonNode not = raw.path("not");
        @Nullable JsonSchema negated = not.isObject() ? read(not) : null;
        return new Junctors(
                all(raw.path("allOf")), all(raw.path("anyOf")), all(raw.path("oneOf")), negated);
    }

    private static List<JsonSchema> all(JsonNode list) {
        List<JsonSchema> schemas = new ArrayList<>();
        list.forEach(item -> schemas.add(read(item)));
        return List.copyOf(schemas);
    }

    private static Range range(ObjectNode raw, String min, String max) {
        return new Range(whole(raw, min), whole(raw, max));
    }

    private static OptionalLong whole(ObjectNode raw, String field) {
        JsonNode value = raw.path(field);
        return value.isNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
    }

    private static OptionalDouble decimal(ObjectNode raw, String field) {
        JsonNode value = raw.path(field);
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    private static String text(ObjectNode raw, String field) {
        return raw.path(field).asString("");
    }

    private static boolean flag(ObjectNode raw, String field) {
        return raw.path(field).asBoolean(false);
    }

    private static List<String> strings(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asString("")));
        return List.copyOf(texts);
    }
}
