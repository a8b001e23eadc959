package dev.purser.controllers.object;

import java.math.BigDecimal;
import java.util.Comparator;
import tools.jackson.databind.JsonNode;

/// Compares JSON trees by what they say: numbers by value, whatever type holds them.
public final class JsonEquality {
    private static final Comparator<JsonNode> BY_VALUE = JsonEquality::compare;

    private JsonEquality() {}

    public static boolean same(JsonNode left, JsonNode right) {
        return left.equals(BY_VALUE, right);
    }

    /// Only asked about scalars; zero means equal.
    private static int compare(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            BigDecimal number = left.decimalValue();
            return number.compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
    }
}
