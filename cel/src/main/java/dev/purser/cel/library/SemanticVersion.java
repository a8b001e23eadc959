package dev.purser.cel.library;

import dev.purser.cel.value.EvaluationException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// A version by semver.org, 2.0.0.
///
/// @param preRelease the identifiers behind `-`
record SemanticVersion(long major, long minor, long patch, List<String> preRelease)
        implements Comparable<SemanticVersion> {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern IDENTIFIER = Pattern.compile("[0-9A-Za-z-]+");

    /// @throws EvaluationException with the words of the library that Kubernetes uses
    static SemanticVersion parse(String text) {
        if (text.isEmpty()) {
            throw new EvaluationException("Version string empty");
        }
        String[] parts = text.split("\\.", 3);
        if (parts.length != 3) {
            throw new EvaluationException("No Major.Minor.Patch elements found");
        }
        String last = parts[2];
        int plus = last.indexOf('+');
        String build = plus < 0 ? "" : last.substring(plus + 1);
        String rest = plus < 0 ? last : last.substring(0, plus);
        int dash = rest.indexOf('-');
        String pre = dash < 0 ? "" : rest.substring(dash + 1);
        String patch = dash < 0 ? rest : rest.substring(0, dash);
        SemanticVersion version =
                new SemanticVersion(
                        number("Major", parts[0]),
                        number("Minor", parts[1]),
                        number("Patch", patch),
                        dash < 0 ? List.of() : Arrays.asList(pre.split("\\.", -1)));
        version.preRelease().forEach(SemanticVersion::checkPreRelease);
        if (plus >= 0) {
            for (String part : build.split("\\.", -1)) {
                checkBuild(part);
            }
        }
        return version;
    }

    /// Reads what people write: with a `v`, without minor or patch, with leading zeros.
    static SemanticVersion parseLeniently(String text) {
        String[] parts = (text.startsWith("v") ? text.substring(1) : text).split("\\.", 3);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].length() > 1) {
                String stripped = parts[i].replaceFirst("^0+", "");
                boolean digit = !stripped.isEmpty() && isDigit(stripped.charAt(0));
                parts[i] = digit ? stripped : "0" + stripped;
            }
        }
        if (parts.length < 3 && parts[parts.length - 1].matches(".*[+-].*")) {
            throw new EvaluationException(
                    "short version cannot contain PreRelease/Build meta data");
        }
        StringBuilder whole = new StringBuilder(String.join(".", parts));
        for (int i = parts.length; i < 3; i++) {
            whole.append(".0");
        }
        return parse(whole.toString());
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long number(String what, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new EvaluationException(
                    "Invalid character(s) found in %s number %s"
                            .formatted(
                                    what.toLowerCase(java.util.Locale.ROOT), GoText.quote(text)));
        }
        if (text.length() > 1 && text.startsWith("0")) {
            throw new EvaluationException(
                    "%s number must not contain leading zeroes %s"
                            .formatted(what, GoText.quote(text)));
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new EvaluationException(
                    "strconv.ParseUint: parsing %s: value out of range"
                            .formatted(GoText.quote(text)));
        }
    }

    private static void checkPreRelease(String part) {
        if (part.isEmpty()) {
            throw new EvaluationException("Prerelease is empty");
        }
        if (NUMBER.matcher(part).matches()) {
            if (part.length() > 1 && part.startsWith("0")) {
                throw new EvaluationException(
                        "Numeric PreRelease version must not contain leading zeroes "
                                + GoText.quote(part));
            }
        } else if (!IDENTIFIER.matcher(part).matches()) {
            throw new EvaluationException(
                    "Invalid character(s) found in prerelease " + GoText.quote(part));
        }
    }

    private static void checkBuild(String part) {
        if (part.isEmpty()) {
            throw new EvaluationException("Build meta data is empty");
        }
        if (!IDENTIFIER.matcher(part).matches()) {
            throw new EvaluationException(
                    "Invalid character(s) found in build meta data " + GoText.quote(part));
        }
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int order = Long.compareUnsigned(major, other.major);
        order = order != 0 ? order : Long.compareUnsigned(minor, other.minor);
        order = order != 0 ? order : Long.compareUnsigned(patch, other.patch);
        return order != 0 ? order : comparePreReleases(preRelease, other.preRelease);
    }

    /// A version without a pre-release comes after those with one.
    private static int comparePreReleases(List<String> mine, List<String> others) {
        if (mine.isEmpty() || others.isEmpty()) {
            return Boolean.compare(mine.isEmpty(), others.isEmpty());
        }
        for (int i = 0; i < Math.min(mine.size(), others.size()); i++) {
            int order = compareIdentifiers(mine.get(i), others.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine.size(), others.size());
    }

    private static int compareIdentifiers(String a, String b) {
        boolean numberA = NUMBER.matcher(a).matches();
        boolean numberB = NUMBER.matcher(b).matches();
        if (numberA && numberB) {
            int order = Integer.compare(a.length(), b.length());
            return order != 0 ? order : Integer.signum(a.compareTo(b));
        }
        return numberA ? -1 : numberB ? 1 : Integer.signum(a.compareTo(b));
    }
}
