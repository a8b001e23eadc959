package dev.purser.api.kind.batch;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes them: `1h30m`, `-1.5s`, `0`.
final class GoDuration {
    private static final Pattern NUMBER = Pattern.compile("([0-9]*)(\\.([0-9]*))?");
    private static final Pattern UNIT = Pattern.compile("[^.0-9]*");
    private static final Set<String> UNITS =
            Set.of("ns", "us", "\u00b5s", "\u03bcs", "ms", "s", "m", "h");

    private GoDuration() {}

    /// What is wrong with a duration; empty when nothing is.
    static Optional<String> complaint(String text) {
        String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Optional.empty();
        }
        if (rest.isEmpty()) {
            return Optional.of("time: invalid duration \"%s\"".formatted(text));
        }
        Matcher number = NUMBER.matcher(rest);
        Matcher unit = UNIT.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            number.region(at, rest.length());
            if (!number.lookingAt() || !hasDigits(number)) {
                return Optional.of("time: invalid duration \"%s\"".formatted(text));
            }
            unit.region(number.end(), rest.length());
            if (!unit.lookingAt() || unit.group().isEmpty()) {
                return Optional.of("time: missing unit in duration \"%s\"".formatted(text));
            }
            if (!UNITS.contains(unit.group())) {
                return Optional.of(
                        "time: unknown unit \"%s\" in duration \"%s\""
                                .formatted(unit.group(), text));
            }
            at = unit.end();
        }
        return Optional.empty();
    }

    private static boolean hasDigits(Matcher number) {
        String fraction = number.group(3);
        return !number.group(1).isEmpty() || (fraction != null && !fraction.isEmpty());
    }
}
