package dev.purser.server.admission.advice.credential;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one kind of token looks like.
///
/// @param what the kind with its article, `a GitHub token`
/// @param marker a text that every such token has; finding it is fast, and only there is the whole
///   shape tried
/// @param before how many characters of a token may stand in front of its marker
/// @param whole the shape from its first character on; the group `secret`, or else everything, is
///   what only its owner may know
record TokenShape(String what, String marker, int before, Pattern whole) {
    private static final int CHARACTERS_MAX = 4096;
    private static final int DISTINCT_MIN = 6;

    static TokenShape of(String what, String marker, String rest) {
        return new TokenShape(what, marker, 0, Pattern.compile(Pattern.quote(marker) + rest));
    }

    static TokenShape around(String what, String marker, int before, String whole) {
        return new TokenShape(what, marker, before, Pattern.compile(whole));
    }

    /// Whether a text has such a token that is not just an example of one.
    boolean isIn(String text) {
        for (int at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + 1)) {
            for (int start = at; start >= Math.max(0, at - before); start--) {
                if (isAt(text, start)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isAt(String text, int start) {
        if (start > 0 && isWordCharacter(text.charAt(start - 1))) {
            return false;
        }
        Matcher matcher = whole.matcher(text);
        matcher.region(start, Math.min(text.length(), start + CHARACTERS_MAX));
        if (!matcher.lookingAt()) {
            return false;
        }
        String secret =
                whole.namedGroups().containsKey("secret")
                        ? matcher.group("secret")
                        : matcher.group();
        return !Placeholders.isOne(secret) && secret.chars().distinct().count() >= DISTINCT_MIN;
    }

    private static boolean isWordCharacter(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }
}
