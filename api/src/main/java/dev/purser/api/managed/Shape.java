package dev.purser.api.managed;

import dev.purser.api.schema.Absence;
import dev.purser.api.schema.Field;
import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.ListType;
import dev.purser.api.schema.MapSchema;
import dev.purser.api.schema.MapType;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.ScalarSchema;
import dev.purser.api.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The type of a value together with whether it has one owner or many.
record Shape(Schema schema, MapType mapType) {
    /// The shape of a value. One of which the schema says nothing has the shape that it shows.
    private static Shape of(Schema schema, MapType mapType, @Nullable JsonNode value) {
        if (schema != ScalarSchema.DEDUCED) {
            return new Shape(schema, mapType);
        }
        return value != null && value.isObject()
                ? new Shape(new MapSchema(ScalarSchema.DEDUCED, MapType.GRANULAR), MapType.GRANULAR)
                : new Shape(ScalarSchema.ANY, MapType.ATOMIC);
    }

    /// The same shape, as it shows in a value where the schema says nothing.
    Shape seenIn(@Nullable JsonNode value) {
        return of(schema, mapType, value);
    }

    static Shape of(Schema schema) {
        return switch (schema) {
            case ObjectSchema object -> new Shape(schema, object.mapType());
            case MapSchema map -> new Shape(schema, map.mapType());
            case ListSchema list -> new Shape(schema, MapType.ATOMIC);
            case ScalarSchema scalar -> new Shape(schema, MapType.ATOMIC);
        };
    }

    private static Shape of(Field field) {
        return new Shape(field.schema(), field.mapType());
    }

    /// Whether a value of this shape has one owner.
    boolean isAtomic() {
        return switch (schema) {
            case ObjectSchema object -> mapType == MapType.ATOMIC;
            case MapSchema map -> mapType == MapType.ATOMIC;
            case ListSchema list -> list.listType() == ListType.ATOMIC;
            case ScalarSchema scalar -> true;
        };
    }

    /// A part of a value, with its shape.
    ///
    /// @param value null when the part is absent
    record Part(Shape shape, @Nullable JsonNode value) {}

    /// The members of a struct or map. Members of a struct that are always written are there even
    /// when the tree has left them out.
    ///
    /// @param value null or a null node has no members
    Map<PathElement, Part> members(@Nullable JsonNode value) {
        Map<PathElement, Part> members = new LinkedHashMap<>();
        if (value == null || !value.isObject()) {
            return members;
        }
        switch (schema) {
            case ObjectSchema object -> {
                for (Field field : object.fields()) {
                    JsonNode member = member(value, field);
                    if (member != null) {
                        members.put(
                                PathElement.field(field.name()),
                                new Part(of(field).seenIn(member), member));
                    }
                }
                object.others().ifPresent(others -> addOthers(object, others, value, members));
            }
            case MapSchema map -> {
                Shape values = of(map.values());
                value.properties()
                        .forEach(entry ->
                                members.put(
                                        PathElement.field(entry.getKey()),
                                        new Part(
                                                values.seenIn(entry.getValue()),
                                                entry.getValue())));
            }
            case ListSchema list -> {}
            case ScalarSchema scalar -> {}
        }
        return members;
    }

    /// The members of a struct or map as they are given, null ones included; members that the
    /// schema does not know are left out.
    Map<PathElement, Part> givenMembers(@Nullable JsonNode value) {
        Map<PathElement, Part> members = new LinkedHashMap<>();
        if (value != null) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                memberShape(entry.getKey())
                        .ifPresent(shape ->
                                members.put(
                                        PathElement.field(entry.getKey()),
                                        new Part(
                                                shape.seenIn(entry.getValue()), entry.getValue())));
            }
        }
        return members;
    }

    /// The shape of a member; empty for one that the schema does not know.
    Optional<Shape> memberShape(String name) {
        return switch (schema) {
            case ObjectSchema object ->
                    object.field(name).map(Shape::of).or(() -> object.others().map(Shape::of));
            case MapSchema map -> Optional.of(of(map.values()));
            case ListSchema list -> Optional.empty();
            case ScalarSchema scalar -> Optional.empty();
        };
    }

    private static void addOthers(
            ObjectSchema object, Schema others, JsonNode value, Map<PathElement, Part> members) {
        Shape shape = of(others);
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (object.field(member.getKey()).isEmpty()) {
                members.put(
                        PathElement.field(member.getKey()),
                        new Part(shape.seenIn(member.getValue()), member.getValue()));
            }
        }
    }

    private static @Nullable JsonNode member(JsonNode owner, Field field) {
        JsonNode given = owner.get(field.name());
        if (field.absence() == Absence.AS_GIVEN) {
            return given;
        }
        boolean absent = given == null || given.isNull();
        if (!absent) {
            return given;
        }
        return switch (field.absence()) {
            case DROPPED, KEPT, AS_GIVEN -> null;
            case WRITTEN_AS_NULL -> JsonNodeFactory.instance.nullNode();
            case WRITTEN -> zero(field.schema());
        };
    }

    private static JsonNode zero(Schema schema) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (schema) {
            case ObjectSchema object -> nodes.objectNode();
            case MapSchema map -> nodes.nullNode();
            case ListSchema list -> nodes.nullNode();
            case ScalarSchema scalar ->
                    switch (scalar) {
                        case STRING, BYTES -> nodes.stringNode("");
                        case INT32, INT64, INT_OR_STRING -> nodes.numberNode(0);
                        case DOUBLE -> nodes.numberNode(0.0);
                        case BOOLEAN -> nodes.booleanNode(false);
                        case QUANTITY -> nodes.stringNode("0");
                        case TIME, MICRO_TIME, ANY, ANY_OBJECT, DEDUCED -> nodes.nullNode();
                    };
        };
    }

    /// The shape of the items of a list.
    Shape items() {
        return schema instanceof ListSchema list ? of(list.items()) : this;
    }

    /// Why an item of a list that is a set or has keys cannot be told from the others, if it
    /// cannot.
    Optional<String> noIdentity(JsonNode item) {
        if (!(schema instanceof ListSchema list)) {
            return Optional.empty();
        }
        String problem = list.listType() == ListType.MAP ? noKey(item) : noValue(item);
        return Optional.of(problem).filter(why -> !why.isEmpty());
    }

    private String noKey(JsonNode item) {
        if (item.isNull()) {
            return "associative list with keys may not have a null element";
        }
        if (!item.isObject()) {
            return "associative list with keys may not have non-map elements";
        }
        if (!identityOf(item).equals(PathElement.key(Map.of()))
                || !(schema instanceof ListSchema list)) {
            return "";
        }
        String keys =
                list.mapKeys().stream().map("\"%s\""::formatted).collect(Collectors.joining(" "));
        return "associative list with keys has an element that omits all key fields ["
                + keys
                + "]"
                + " (and doesn't have default values for any key fields)";
    }

    private static String noValue(JsonNode item) {
        return switch (item.getNodeType()) {
            case OBJECT -> "associative list without keys has an element that's a map type";
            case ARRAY -> "not supported: associative list with lists as elements";
            case NULL -> "associative list without keys has an element that's an explicit null";
            case STRING, NUMBER, BOOLEAN, BINARY, POJO, MISSING -> "";
        };
    }

    /// What tells an item of a list that is a set or has keys from the others. A key field that the
    /// item leaves out counts with its published default.
    PathElement identityOf(JsonNode item) {
        if (!(schema instanceof ListSchema list) || list.listType() != ListType.MAP) {
            return PathElement.value(item);
        }
        Map<String, JsonNode> keys = new LinkedHashMap<>();
        for (String name : list.mapKeys()) {
            JsonNode value = item.get(name);
            if (value != null && !value.isNull()) {
                keys.put(name, value);
            } else if (list.items() instanceof ObjectSchema object) {
                object.field(name)
                        .flatMap(Field::publishedDefault)
                        .ifPresent(fallback -> keys.put(name, fallback));
            }
        }
        return PathElement.key(keys);
    }
}
