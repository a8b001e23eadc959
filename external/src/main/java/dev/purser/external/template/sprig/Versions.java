package dev.purser.external.template.sprig;

import dev.purser.external.template.value.Version;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads semantic versions, of which parts may be left out: `v1.2`.
final class Versions {
    private static final Pattern VERSION =
            Pattern.compile(
                    "v?([0-9]+)(\\.[0-9]+)?(\\.[0-9]+)?"
                            + "(-([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?"
                            + "(\\+([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?");
    private static final Pattern LEADING_ZERO = Pattern.compile("(.*\\.)?0[0-9]+(\\..*)?");
    private static final int DIGITS_MAX = 18;

    private Versions() {}

    static Optional<Version> parse(String text) {
        Matcher version = VERSION.matcher(text);
        if (!version.matches() || text.length() > 256) {
            return Optional.empty();
        }
        String prerelease = part(version, 5);
        for (int group = 1; group <= 3; group++) {
            if (part(version, group).length() > DIGITS_MAX) {
                return Optional.empty();
            }
        }
        if (LEADING_ZERO.matcher(prerelease).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new Version(
                        number(version, 1),
                        number(version, 2),
                        number(version, 3),
                        prerelease,
                        part(version, 8),
                        text));
    }

    private static long number(Matcher version, int group) {
        String digits = part(version, group).replace(".", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private static String part(Matcher version, int group) {
        String part = version.group(group);
        return part == null ? "" : part;
    }
}
