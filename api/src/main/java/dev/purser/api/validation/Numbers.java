package dev.purser.api.validation;

import dev.purser.api.status.FieldErrors;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Checks of numbers and of numbers that may be percentages. An absent field has nothing wrong.
public final class Numbers {
    public static final int PORT_MAX = 65535;

    private static final Pattern PERCENT = Pattern.compile("[0-9]+%");
    private static final String PERCENT_RULE =
            "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',"
                    + "  or '93%', regex used for validation is '[0-9]+%')";

    private Numbers() {}

    public static void requireNonNegative(JsonNode number, String path, FieldErrors errors) {
        if (number.asLong(0) < 0) {
            errors.invalid(path, number.asLong(), "must be greater than or equal to 0");
        }
    }

    /// Names and numbers of ports that must lie between 1 and 65535.
    public static List<String> portErrors(long port) {
        return port >= 1 && port <= PORT_MAX
                ? List.of()
                : List.of("must be between 1 and 65535, inclusive");
    }

    /// A port by its number, or by the name it has in the container.
    public static void validatePortNumberOrName(JsonNode port, String path, FieldErrors errors) {
        if (port.isString()) {
            String name = port.stringValue();
            Names.portNameErrors(name).forEach(why -> errors.invalid(path, name, why));
        } else {
            long number = port.asLong(0);
            portErrors(number).forEach(why -> errors.invalid(path, number, why));
        }
    }

    /// A count, or a share like `25%`.
    public static void validateCountOrPercent(JsonNode value, String path, FieldErrors errors) {
        if (value.isString()) {
            if (!PERCENT.matcher(value.stringValue()).matches()) {
                errors.invalid(path, value.stringValue(), PERCENT_RULE);
            }
        } else {
            requireNonNegative(value, path, errors);
        }
    }

    public static void requireAtMostAll(JsonNode value, String path, FieldErrors errors) {
        if (value.isString() && countOrPercent(value) > 100) {
            errors.invalid(path, value.stringValue(), "must not be greater than 100%");
        }
    }

    /// The number of a count or share; 0 when it is neither.
    public static long countOrPercent(JsonNode value) {
        if (!value.isString()) {
            return value.asLong(0);
        }
        String text = value.stringValue();
        boolean isPercent = PERCENT.matcher(text).matches() && text.length() <= 10;
        return isPercent ? Long.parseLong(text.substring(0, text.length() - 1)) : 0;
    }
}
