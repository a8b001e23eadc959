package dev.purser.cel.schema;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The types that schemas declare. What has no type of its own is not declared: a field of unknown
/// type cannot be named in an expression.
public final class SchemaTypes {
    /// What one request may hold, which bounds all that a schema leaves unbounded.
    public static final long MAX_REQUEST_BYTES = 3L * 1024 * 1024;

    /// RFC 3339, section 5.6, with quotation marks.
    private static final long MAX_TIME_SIZE = 32;

    private static final long MIN_TIME_SIZE = 21;
    private static final long DATE_SIZE = 12;
    private static final long MIN_SPAN_SIZE = 3;
    private static final long MIN_TEXT_SIZE = 2;
    private static final int BYTES_PER_CHARACTER = 4;

    private SchemaTypes() {}

    /// @param name what types of objects are called; those of their parts begin with it
    /// @param isRoot whether the schema is of a whole object, which has a name and a kind
    public static Optional<DeclaredType> declare(SchemaNode schema, String name, boolean isRoot) {
        if (schema.isIntOrString()) {
            return Optional.of(new DeclaredType.Scalar(SimpleType.DYN, textLength(schema), 1));
        }
        SchemaNode whole = isRoot ? schema.withTypeAndObjectMeta() : schema;
        return switch (whole.type()) {
            case "array" -> list(whole, name);
            case "object" ->
                    whole.additionalProperties().isPresent()
                            ? map(whole, name)
                            : Optional.of(object(whole, name));
            case "string" -> Optional.of(text(whole));
            case "boolean" -> Optional.of(DeclaredType.Scalar.BOOL);
            case "number" -> Optional.of(DeclaredType.Scalar.DOUBLE);
            case "integer" -> Optional.of(DeclaredType.Scalar.INT);
            default -> Optional.empty();
        };
    }

    private static Optional<DeclaredType> part(SchemaNode schema, String name) {
        return declare(schema, name, schema.isEmbeddedResource());
    }

    private static Optional<DeclaredType> list(SchemaNode schema, String name) {
        return schema.items()
                .flatMap(items -> part(items, name + ".@idx"))
                .map(element ->
                        new DeclaredType.ListOf(
                                element,
                                schema.limit("maxItems")
                                        .orElse(
                                                (MAX_REQUEST_BYTES - 2)
                                                        / (element.minSize() + 1))));
    }

    private static Optional<DeclaredType> map(SchemaNode schema, String name) {
        return schema.additionalProperties()
                .flatMap(values -> part(values, name + ".@elem"))
                .map(value ->
                        new DeclaredType.MapOf(
                                value,
                                schema.limit("maxProperties")
                                        .orElse((MAX_REQUEST_BYTES - 2) / (value.minSize() + 6))));
    }

    private static DeclaredType object(SchemaNode schema, String name) {
        Map<String, DeclaredType> fields = new LinkedHashMap<>();
        Set<String> required = schema.required();
        long minSize = 2;
        for (Map.Entry<String, SchemaNode> property : schema.properties().entrySet()) {
            String key = property.getKey();
            Optional<String> identifier = FieldNames.escape(key);
            Optional<DeclaredType> type =
                    part(property.getValue(), name + "." + identifier.orElse(key));
            if (type.isEmpty()) {
                continue;
            }
            identifier.ifPresent(id -> fields.put(id, type.get()));
            if (required.contains(key) && !property.getValue().hasDefault()) {
                minSize += key.length() + type.get().minSize() + 4;
            }
        }
        return new DeclaredType.ObjectType(name, fields, minSize);
    }

    private static DeclaredType text(SchemaNode schema) {
        return switch (schema.format()) {
            case "byte" ->
                    new DeclaredType.Scalar(
                            SimpleType.BYTES,
                            schema.limit("maxLength").orElse(MAX_REQUEST_BYTES - 2),
                            MIN_TEXT_SIZE);
            case "duration" -> time(SimpleType.DURATION, MAX_TIME_SIZE, MIN_SPAN_SIZE);
            case "date" -> time(SimpleType.TIMESTAMP, DATE_SIZE, DATE_SIZE);
            case "date-time" -> time(SimpleType.TIMESTAMP, MAX_TIME_SIZE, MIN_TIME_SIZE);
            default ->
                    new DeclaredType.Scalar(SimpleType.STRING, textLength(schema), MIN_TEXT_SIZE);
        };
    }

    private static DeclaredType time(CelType type, long max, long min) {
        return new DeclaredType.Scalar(type, max, min);
    }

    private static long textLength(SchemaNode schema) {
        if (schema.limit("maxLength").isPresent()) {
            return schema.limit("maxLength").getAsLong() * BYTES_PER_CHARACTER;
        }
        boolean chosen = !schema.enumeration().isEmpty() && !schema.isIntOrString();
        return chosen
                ? schema.enumeration().stream()
                        .filter(JsonNode::isString)
                        .mapToLong(value -> value.stringValue().length())
                        .max()
                        .orElse(0)
                : MAX_REQUEST_BYTES - 2;
    }
}
