package dev.purser.api.extension;

import dev.purser.api.extension.Limits.Bound;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Whether a number keeps to its limits. A limit that does not fit the type of the value, such as a
/// fraction for an integer, is itself a problem.
record NumberCheck(TypeCheck types, Limits limits, String place) {
    private static final String INTEGER = "integer";

    Outcome validate(JsonNode value) {
        Outcome outcome = new Outcome();
        checkRange(value, "Checked", outcome);
        limits.multipleOf()
                .ifPresent(factor -> {
                    if (checkRange(
                            JsonNodeFactory.instance.numberNode(factor), "MultipleOf", outcome)) {
                        multiple(value, factor, outcome);
                    } else {
                        multiple(asDecimal(value), factor, outcome);
                    }
                });
        Outcome minimum = new Outcome();
        limits.minimum().value().ifPresent(limit -> minimum(value, limit, minimum));
        outcome.merge(minimum);
        Outcome maximum = new Outcome();
        limits.maximum().value().ifPresent(limit -> maximum(value, limit, maximum));
        outcome.merge(maximum);
        outcome.count();
        return outcome;
    }

    private void maximum(JsonNode value, double limit, Outcome outcome) {
        Bound bound = limits.maximum();
        boolean fits = checkLimit(limit, "Maximum boundary", outcome);
        boolean exact = fits && GoNumbers.isWhole(value);
        int order =
                exact
                        ? Long.compare(value.longValue(), (long) limit)
                        : Double.compare(value.doubleValue(), limit);
        if (order > 0 || (bound.exclusive() && order == 0)) {
            outcome.add(
                    broken(
                            fits ? value : asDecimal(value),
                            bound.exclusive() ? "less than" : "less than or equal to",
                            exact ? String.valueOf((long) limit) : GoNumbers.text(limit)));
        }
    }

    private void minimum(JsonNode value, double limit, Outcome outcome) {
        Bound bound = limits.minimum();
        boolean fits = checkLimit(limit, "Minimum boundary", outcome);
        boolean exact = fits && GoNumbers.isWhole(value);
        int order =
                exact
                        ? Long.compare(value.longValue(), (long) limit)
                        : Double.compare(value.doubleValue(), limit);
        if (order < 0 || (bound.exclusive() && order == 0)) {
            outcome.add(
                    broken(
                            fits ? value : asDecimal(value),
                            bound.exclusive() ? "greater than" : "greater than or equal to",
                            exact ? String.valueOf((long) limit) : GoNumbers.text(limit)));
        }
    }

    private static JsonNode asDecimal(JsonNode value) {
        return JsonNodeFactory.instance.numberNode(value.doubleValue());
    }

    private Problem broken(JsonNode value, String relation, String limit) {
        return new Problem.Broken(
                place,
                "%s in body should be %s %s".formatted(place, relation, limit),
                GoNumbers.shown(value));
    }

    private void multiple(JsonNode value, double factor, Outcome outcome) {
        boolean whole = GoNumbers.isWhole(value);
        double effective = whole ? (double) (long) factor : factor;
        String shownFactor = whole ? String.valueOf((long) factor) : GoNumbers.text(factor);
        if (effective <= 0) {
            outcome.add(
                    new Problem.Broken(
                            place,
                            "factor MultipleOf declared for %s must be positive: %s"
                                    .formatted(place, shownFactor),
                            shownFactor));
            return;
        }
        if (!isMultiple(value, factor)) {
            outcome.add(
                    new Problem.Broken(
                            place,
                            "%s in body should be a multiple of %s".formatted(place, shownFactor),
                            GoNumbers.shown(value)));
        }
    }

    private static boolean isMultiple(JsonNode value, double factor) {
        if (GoNumbers.isWhole(value)) {
            return value.longValue() % (long) factor == 0;
        }
        double times = factor < 1 ? 1 / factor * value.doubleValue() : value.doubleValue() / factor;
        return GoNumbers.isCountable(times);
    }

    private boolean checkLimit(double limit, String what, Outcome outcome) {
        return checkRange(JsonNodeFactory.instance.numberNode(limit), what, outcome);
    }

    /// Whether a number lies within the type that the schema names.
    private boolean checkRange(JsonNode number, String what, Outcome outcome) {
        List<String> names = types.types();
        String type = names.size() == 1 ? names.getFirst() : "";
        String format = type.equals(INTEGER) || type.equals("number") ? types.format() : "";
        boolean fits =
                switch (type) {
                    case INTEGER -> fitsInteger(number, format);
                    default ->
                            !format.equals("float")
                                    || Math.abs(number.doubleValue()) <= Float.MAX_VALUE;
                };
        if (!fits) {
            String named = format.isEmpty() ? " (default format)" : " with format " + format;
            outcome.add(
                    new Problem.Broken(
                            "",
                            "%s value must be of type %s%s in %s"
                                    .formatted(what, type, named, place),
                            "\"\""));
        }
        return fits;
    }

    private static boolean fitsInteger(JsonNode number, String format) {
        double value = number.doubleValue();
        if (!GoNumbers.isWhole(number) && value != Math.rint(value)) {
            return false;
        }
        return format.equals("int32")
                ? value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE
                : value >= Long.MIN_VALUE && value < 0x1p63;
    }
}
