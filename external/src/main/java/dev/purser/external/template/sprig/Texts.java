package dev.purser.external.template.sprig;

import dev.purser.external.template.value.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/// What Go's `strings` and Sprig do to strings of bytes.
final class Texts {
    private static final int ELLIPSIS = 3;

    private Texts() {}

    static boolean isSpace(int rune) {
        return switch (rune) {
            case '\t', '\n', 0x0B, '\f', '\r', ' ', 0x85, 0xA0 -> true;
            default -> rune > 0xFF && Character.isSpaceChar(rune);
        };
    }

    private static String mapped(String text, IntUnaryOperator change) {
        StringBuilder changed = new StringBuilder(text.length());
        Utf8.runes(text).forEach(rune -> changed.append(Utf8.encode(change.applyAsInt(rune))));
        return changed.toString();
    }

    static String upper(String text) {
        return mapped(text, Character::toUpperCase);
    }

    static String lower(String text) {
        return mapped(text, Character::toLowerCase);
    }

    static String swapCase(String text) {
        return mapped(
                text,
                rune ->
                        Character.isUpperCase(rune)
                                ? Character.toLowerCase(rune)
                                : Character.toUpperCase(rune));
    }

    /// With the first letter of each word in title case.
    static String title(String text) {
        int[] before = {' '};
        return mapped(
                text,
                rune -> {
                    boolean begins = isSeparator(before[0]);
                    before[0] = rune;
                    return begins ? Character.toTitleCase(rune) : rune;
                });
    }

    private static boolean isSeparator(int rune) {
        if (rune < 0x80) {
            return !Character.isLetterOrDigit(rune) && rune != '_';
        }
        return !Character.isLetter(rune) && !Character.isDigit(rune) && isSpace(rune);
    }

    static String untitle(String text) {
        boolean[] begins = {true};
        return mapped(
                text,
                rune -> {
                    boolean first = begins[0] && !isSpace(rune);
                    begins[0] = isSpace(rune);
                    return first ? Character.toLowerCase(rune) : rune;
                });
    }

    static String initials(String text) {
        StringBuilder initials = new StringBuilder();
        boolean begins = true;
        for (PrimitiveIterator.OfInt runes = Utf8.runes(text).iterator(); runes.hasNext(); ) {
            int rune = runes.nextInt();
            if (begins && !isSpace(rune)) {
                initials.append(Utf8.encode(rune));
            }
            begins = isSpace(rune);
        }
        return initials.toString();
    }

    static String withoutSpace(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        Utf8.runes(text)
                .filter(rune -> !isSpace(rune))
                .forEach(rune -> kept.append(Utf8.encode(rune)));
        return kept.length() == text.length() ? text : kept.toString();
    }

    static String trimSpace(String text) {
        return trim(text, Texts::isSpace);
    }

    /// Without runes of a set at both ends.
    static String trim(String text, String set) {
        return trim(text, rune -> Utf8.runes(set).anyMatch(other -> other == rune));
    }

    private static String trim(String text, IntPredicate unwanted) {
        int start = 0;
        int end = 0;
        boolean started = false;
        for (int place = 0; place < text.length(); ) {
            Utf8.Rune rune = Utf8.at(text, place);
            boolean kept = !unwanted.test(rune.point());
            if (kept && !started) {
                start = place;
                started = true;
            }
            place += rune.width();
            end = kept ? place : end;
        }
        return started ? text.substring(start, end) : "";
    }

    /// The parts between separators; a separator that is empty is between any two runes.
    ///
    /// @param most how many parts there are at most; any number if negative
    static List<String> split(String text, String separator, long most) {
        List<String> parts = new ArrayList<>();
        if (most == 0) {
            return parts;
        }
        int place = 0;
        while (most < 0 || parts.size() < most - 1) {
            int next =
                    separator.isEmpty() ? afterRune(text, place) : text.indexOf(separator, place);
            if (next < 0) {
                break;
            }
            parts.add(text.substring(place, next));
            place = next + separator.length();
        }
        if (!separator.isEmpty() || place < text.length()) {
            parts.add(text.substring(place));
        }
        return parts;
    }

    /// The place behind the rune at a place; negative at the last rune and behind it.
    private static int afterRune(String text, int place) {
        if (place >= text.length()) {
            return -1;
        }
        int next = place + Utf8.at(text, place).width();
        return next < text.length() ? next : -1;
    }

    static String replace(String text, String old, String replacement) {
        if (!old.isEmpty()) {
            return text.replace(old, replacement);
        }
        StringBuilder replaced = new StringBuilder(replacement);
        for (int place = 0; place < text.length(); ) {
            int width = Utf8.at(text, place).width();
            replaced.append(text, place, place + width).append(replacement);
            place += width;
        }
        return replaced.toString();
    }

    /// Cut at one end or at both, with an ellipsis where something is missing.
    static String abbreviate(String text, long left, long width) {
        if (width < 4 || text.length() <= width) {
            return text;
        }
        int kept = (int) width - ELLIPSIS;
        int offset = (int) Math.min(left, text.length() - (long) kept);
        if (offset <= 4) {
            return text.substring(0, kept) + "...";
        }
        if (offset + kept < text.length()) {
            String rest = text.substring(offset);
            return "..." + (kept < 4 ? "" : abbreviate(rest, 0, kept));
        }
        return "..." + text.substring(text.length() - kept);
    }

    /// Lines of a width, broken at spaces.
    ///
    /// @param breaksWords whether words that are longer are broken too
    static String wrap(String text, long width, String newline, boolean breaksWords) {
        int column = (int) Math.max(1, Math.min(width, text.length()));
        String lineEnd = newline.isEmpty() ? "\n" : newline;
        StringBuilder wrapped = new StringBuilder();
        int place = 0;
        while (text.length() - place > column) {
            if (text.charAt(place) == ' ') {
                place++;
                continue;
            }
            int space = text.lastIndexOf(' ', place + column);
            if (space < place && !breaksWords) {
                space = text.indexOf(' ', place + column);
            }
            if (space >= place) {
                wrapped.append(text, place, space).append(lineEnd);
                place = space + 1;
            } else if (breaksWords) {
                wrapped.append(text, place, place + column).append(lineEnd);
                place += column;
            } else {
                break;
            }
        }
        return wrapped.append(text, place, text.length()).toString();
    }
}
