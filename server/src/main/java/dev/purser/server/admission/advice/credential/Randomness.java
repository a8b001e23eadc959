package dev.purser.server.admission.advice.credential;

import java.util.Arrays;
import java.util.regex.Pattern;

/// Tells what a machine drew at random, or a person made hard to guess, from words.
final class Randomness {
    private static final int TOKEN_MIN = 16;
    private static final int PASSWORD_MIN = 8;
    private static final int LENGTH_MAX = 1024;
    private static final int DISTINCT_MIN = 8;

    /// Bits a character, after Shannon; random text of 16 characters has about 3.6.
    private static final double ENTROPY_MIN = 3.0;

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32,}|[0-9A-F]{32,}");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern SEPARATOR = Pattern.compile("[^A-Za-z0-9]+");

    /// A word, a number, a version, a name in camel case, or a word with a short number.
    private static final Pattern WORD =
            Pattern.compile(
                    "v?\\d{1,6}[a-z]{0,3}|[a-z]++\\d{0,4}|[A-Z]++\\d{0,4}|v\\d+(?:alpha|beta)\\d+"
                            + "|[A-Z]{0,4}[a-z]{2,}+(?:[A-Z]{1,4}[a-z]{2,}+){0,8}\\d{0,3}");

    private Randomness() {}

    /// Whether this looks like a key or token that was drawn at random.
    static boolean isToken(String value) {
        if (value.length() < TOKEN_MIN || value.length() > LENGTH_MAX || !isSolid(value)) {
            return false;
        }
        if (HEX.matcher(value).matches() || UUID.matcher(value).matches()) {
            return value.chars().distinct().count() >= DISTINCT_MIN;
        }
        return hasLetter(value)
                && hasStrangePart(value, DISTINCT_MIN)
                && entropy(value) >= ENTROPY_MIN;
    }

    /// Whether this looks like a password that is meant to keep somebody out.
    static boolean isPassword(String value) {
        return isToken(value)
                || (value.length() >= PASSWORD_MIN
                        && value.length() <= LENGTH_MAX
                        && isSolid(value)
                        && classes(value) >= 3
                        && hasStrangePart(value, 4));
    }

    /// Printable ASCII without spaces.
    private static boolean isSolid(String value) {
        return value.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static boolean hasLetter(String value) {
        return value.chars().anyMatch(Character::isLetter);
    }

    /// Whether a part between separators is no word; it has at least so many different characters.
    private static boolean hasStrangePart(String value, int distinct) {
        return Arrays.stream(SEPARATOR.split(value))
                .anyMatch(part ->
                        part.chars().distinct().count() >= distinct
                                && !WORD.matcher(part).matches());
    }

    private static int classes(String value) {
        int lower = value.chars().anyMatch(c -> c >= 'a' && c <= 'z') ? 1 : 0;
        int upper = value.chars().anyMatch(c -> c >= 'A' && c <= 'Z') ? 1 : 0;
        int digit = value.chars().anyMatch(c -> c >= '0' && c <= '9') ? 1 : 0;
        int other = value.chars().anyMatch(c -> "!@#$%^&*+?=~|;,<>".indexOf(c) >= 0) ? 1 : 0;
        return lower + upper + digit + other;
    }

    private static double entropy(String value) {
        int[] counts = new int[128];
        value.chars().forEach(c -> counts[c]++);
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / value.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }
}
