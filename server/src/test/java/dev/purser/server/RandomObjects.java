package dev.purser.server;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.schema.Field;
import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.MapSchema;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.ScalarSchema;
import dev.purser.api.schema.Schema;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes objects from schemas: of the right shape nearly always, valid often enough. Not
/// thread-safe.
final class RandomObjects {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEPTH_MAX = 9;
    private static final int ITEMS_MAX = 3;

    /// One value in so many is of a type that the schema does not expect.
    private static final int ODD_ONE_IN = 200;

    private static final List<String> WORDS =
            List.of("a", "b", "web", "app-1", "example.com/x", "Always", "", "x y", "<&>", "1");
    private static final Set<String> SERVER_OWNED =
            Set.of("managedFields", "ownerReferences", "deletionTimestamp", "uid", "namespace");

    private final Random random;

    RandomObjects(Random random) {
        this.random = random;
    }

    /// An object of a kind, with a name.
    ObjectNode object(GroupVersionKind kind, ObjectSchema schema, String name) {
        ObjectNode object = NODES.objectNode();
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        for (Field field : schema.fields()) {
            String member = field.name();
            boolean typed = member.equals("apiVersion") || member.equals("kind");
            if (!typed && (member.equals("spec") || oneIn(2))) {
                object.set(member, value(field.schema(), field, 1));
            }
        }
        ObjectNode metadata = NODES.objectNode();
        metadata.put("name", name);
        if (oneIn(2)) {
            metadata.putObject("labels").put(oneOf(List.of("l", "m")), oneOf(List.of("1", "2")));
        }
        object.set("metadata", metadata);
        return object;
    }

    /// A value for one member of an object, with its name.
    ObjectNode part(ObjectSchema schema) {
        ObjectNode part = NODES.objectNode();
        List<Field> fields = List.copyOf(schema.fields());
        for (int i = 0; i <= random.nextInt(2); i++) {
            Field field = oneOf(fields);
            if (!SERVER_OWNED.contains(field.name())) {
                part.set(
                        field.name(),
                        oneIn(8) ? NODES.nullNode() : value(field.schema(), field, 1));
            }
        }
        return part;
    }

    private JsonNode value(Schema schema, Field field, int depth) {
        if (oneIn(ODD_ONE_IN)) {
            return odd();
        }
        return switch (schema) {
            case ObjectSchema object -> struct(object, depth);
            case MapSchema map -> {
                ObjectNode result = NODES.objectNode();
                for (int i = 0; i < size(depth); i++) {
                    result.set(oneOf(WORDS), value(map.values(), field, depth + 1));
                }
                yield result;
            }
            case ListSchema list -> {
                ArrayNode result = NODES.arrayNode();
                int size = depth < 4 ? 1 + size(depth) : size(depth);
                for (int i = 0; i < size; i++) {
                    result.add(value(list.items(), field, depth + 1));
                }
                yield result;
            }
            case ScalarSchema scalar -> scalar(scalar, field);
        };
    }

    private ObjectNode struct(ObjectSchema schema, int depth) {
        ObjectNode result = NODES.objectNode();
        for (Field field : schema.fields()) {
            boolean required = schema.required().contains(field.name());
            boolean chosen = depth < DEPTH_MAX && oneIn(4 + depth);
            if ((required || chosen) && !SERVER_OWNED.contains(field.name())) {
                result.set(field.name(), value(field.schema(), field, depth + 1));
            }
        }
        return result;
    }

    private int size(int depth) {
        return depth >= DEPTH_MAX ? 0 : random.nextInt(ITEMS_MAX);
    }

    private JsonNode scalar(ScalarSchema schema, Field field) {
        return switch (schema) {
            case STRING -> NODES.stringNode(text(field));
            case BYTES -> NODES.stringNode(oneOf(List.of("YQ==", "", "YWJj")));
            case INT32, INT64 -> NODES.numberNode(oneOf(List.of(0, 1, 2, 80, 443, -1, 70_000)));
            case DOUBLE -> NODES.numberNode(random.nextInt(10) / 2.0);
            case BOOLEAN -> NODES.booleanNode(random.nextBoolean());
            case QUANTITY -> NODES.stringNode(oneOf(List.of("1", "500m", "1Gi", "0")));
            case TIME -> NODES.stringNode("2026-01-01T00:00:00Z");
            case MICRO_TIME -> NODES.stringNode("2026-01-01T00:00:00.000001Z");
            case INT_OR_STRING -> oneIn(2) ? NODES.numberNode(80) : NODES.stringNode("25%");
            case ANY, ANY_OBJECT, DEDUCED -> NODES.objectNode();
        };
    }

    private String text(Field field) {
        List<String> known = field.enumeration();
        if (!known.isEmpty() && !oneIn(20)) {
            return oneOf(known);
        }
        return oneOf(oneIn(3) ? WORDS : List.of("a", "b", "web"));
    }

    private JsonNode odd() {
        return switch (random.nextInt(5)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(1e300);
            case 2 -> NODES.stringNode("\u0000\uD800");
            case 3 -> NODES.arrayNode().add(NODES.nullNode());
            default -> NODES.objectNode().put("$patch", "delete");
        };
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
