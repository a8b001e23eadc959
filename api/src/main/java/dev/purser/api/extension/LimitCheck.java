package dev.purser.api.extension;

import com.google.re2j.Pattern;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Whether a value keeps to the limits of its schema, numbers apart.
record LimitCheck(Limits limits, String place) {

    Outcome validateText(String text) {
        int length = text.codePointCount(0, text.length());
        String shown = JsonNodeFactory.instance.stringNode(text).toString();
        OptionalLong max = limits.length().max();
        if (max.isPresent() && length > max.getAsLong()) {
            return Outcome.of(
                    new Problem.TooLong(
                            place,
                            "%s in body should be at most %d chars long"
                                    .formatted(place, max.getAsLong()),
                            max.getAsLong()));
        }
        OptionalLong min = limits.length().min();
        if (min.isPresent() && length < min.getAsLong()) {
            return broken(
                    "%s in body should be at least %d chars long".formatted(place, min.getAsLong()),
                    shown);
        }
        @Nullable Pattern pattern = limits.pattern().compiled();
        if (pattern != null && !pattern.matcher(text).find()) {
            return broken(
                    "%s in body should match '%s'".formatted(place, limits.pattern().text()),
                    shown);
        }
        return new Outcome();
    }

    Outcome validateEnumeration(JsonNode value) {
        if (limits.enumeration().isEmpty()
                || limits.enumeration().stream().anyMatch(listed -> isListed(value, listed))) {
            return new Outcome();
        }
        return Outcome.of(
                new Problem.NotListed(
                        place, place + " in body should be one of", value, limits.enumeration()));
    }

    /// Numbers are compared after Go's conversion to the listed one's type, which cuts fractions.
    private static boolean isListed(JsonNode value, JsonNode listed) {
        if (value.isNull()) {
            return false;
        }
        if (value.isNumber() && listed.isNumber()) {
            return GoNumbers.isWhole(listed)
                    ? (long) value.doubleValue() == listed.longValue()
                            && (!GoNumbers.isWhole(value)
                                    || value.longValue() == listed.longValue())
                    : value.doubleValue() == listed.doubleValue();
        }
        return value.equals(listed);
    }

    Outcome validateItems(int count) {
        Outcome outcome = new Outcome();
        OptionalLong min = limits.items().min();
        if (min.isPresent() && count < min.getAsLong()) {
            outcome.merge(
                    broken(
                            "%s in body should have at least %d items"
                                    .formatted(place, min.getAsLong()),
                            String.valueOf(count)));
        }
        OptionalLong max = limits.items().max();
        if (max.isPresent() && count > max.getAsLong()) {
            String message =
                    "%s in body should have at most %d items".formatted(place, max.getAsLong());
            outcome.add(new Problem.TooMany(place, message, count, max.getAsLong()));
        }
        return outcome;
    }

    Outcome validateMembers(int count) {
        Outcome outcome = new Outcome();
        OptionalLong min = limits.properties().min();
        if (min.isPresent() && count < min.getAsLong()) {
            outcome.merge(
                    broken(
                            "%s in body should have at least %d properties"
                                    .formatted(place, min.getAsLong()),
                            String.valueOf(count)));
        }
        OptionalLong max = limits.properties().max();
        if (max.isPresent() && count > max.getAsLong()) {
            String message =
                    "%s in body should have at most %d properties"
                            .formatted(place, max.getAsLong());
            outcome.add(new Problem.TooMany(place, message, count, max.getAsLong()));
        }
        return outcome;
    }

    private Outcome broken(String message, String shown) {
        return Outcome.of(new Problem.Broken(place, message, shown));
    }
}
