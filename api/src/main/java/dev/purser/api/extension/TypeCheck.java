package dev.purser.api.extension;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Whether a value has the type and the format of its schema.
record TypeCheck(JsonSchema schema, String place) {
    private static final String INTEGER = "integer";
    private static final String NUMBER = "number";
    private static final Set<String> INTEGER_FORMATS = Set.of("int32", "int64");
    private static final Set<String> NUMBER_FORMATS = Set.of("float", "double");

    /// The types that a value may have; empty for any.
    List<String> types() {
        if (schema.traits().intOrString()) {
            return List.of(INTEGER, "string");
        }
        return schema.type().isEmpty() ? List.of() : List.of(schema.type());
    }

    /// The format, as far as Kubernetes knows it for the type; otherwise empty.
    String format() {
        String format = schema.limits().format();
        List<String> types = types();
        String type = types.size() == 1 ? types.getFirst() : "";
        boolean known =
                switch (type) {
                    case "", "string" -> Formats.isSupported(format);
                    case INTEGER -> INTEGER_FORMATS.contains(format);
                    case NUMBER -> NUMBER_FORMATS.contains(format);
                    default -> false;
                };
        return known ? format : "";
    }

    boolean applies() {
        return !types().isEmpty() || !format().isEmpty();
    }

    Outcome validateNull() {
        boolean wrong = !types().isEmpty() && !schema.nullable();
        return wrong ? wrongType(String.join(",", types()), "null") : new Outcome();
    }

    Outcome validate(JsonNode value) {
        Outcome passed = new Outcome();
        passed.count();
        List<String> types = types();
        String format = format();
        String actual = typeOf(value);
        boolean named = types.contains(actual) || isNumberOfOtherType(value, types);
        boolean text = value.isString() || value.isArray();
        String actualFormat = formatOf(value);
        if (!text && !format.isEmpty() && !named && !actualFormat.equals(format)) {
            return wrongType(format, actualFormat);
        }
        boolean numeric = types.contains(NUMBER) || types.contains(INTEGER);
        if (text && !numeric && !format.isEmpty()) {
            return passed;
        }
        return named ? passed : wrongType(String.join(",", types), actual);
    }

    /// Whole numbers are integers however they are written, and integers are numbers.
    private static boolean isNumberOfOtherType(JsonNode value, List<String> types) {
        if (!value.isNumber()) {
            return false;
        }
        return GoNumbers.isWhole(value)
                ? types.contains(NUMBER)
                : types.contains(INTEGER) && GoNumbers.isCountable(value.doubleValue());
    }

    Outcome validateFormat(String text) {
        return Formats.matches(format(), text) ? new Outcome() : wrongType(format(), text);
    }

    private Outcome wrongType(String wanted, String found) {
        String message =
                "%s in body must be of type %s: %s"
                        .formatted(
                                place,
                                wanted,
                                tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(
                                        found));
        return Outcome.of(new Problem.WrongType(place, message, found));
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> JsonSchema.OBJECT;
            case ARRAY -> JsonSchema.ARRAY;
            case BOOLEAN -> "boolean";
            case NUMBER -> GoNumbers.isWhole(value) ? INTEGER : NUMBER;
            default -> "string";
        };
    }

    private static String formatOf(JsonNode value) {
        if (!value.isNumber()) {
            return "";
        }
        return GoNumbers.isWhole(value) ? "int64" : "float64";
    }
}
