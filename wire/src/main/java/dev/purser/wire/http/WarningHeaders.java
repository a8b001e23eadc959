package dev.purser.wire.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Texts as values of `Warning` headers (RFC 7234, 5.5), with Kubernetes' bounds: each text once,
/// and when all together are too long, each cut short.
public final class WarningHeaders {
    private static final int CHARACTERS_MAX = 4 * 1024;
    private static final int CHARACTERS_OF_ONE = 256;

    private WarningHeaders() {}

    /// The values, in order. Texts that no header can hold are left out.
    public static List<String> of(List<String> texts) {
        Set<String> unique = new LinkedHashSet<>(texts);
        unique.removeIf(WarningHeaders::isUnfit);
        int total = unique.stream().mapToInt(WarningHeaders::length).sum();
        int longest = total <= CHARACTERS_MAX ? Integer.MAX_VALUE : CHARACTERS_OF_ONE;
        int written = 0;
        Set<String> values = new LinkedHashSet<>();
        for (String text : unique) {
            if (written >= CHARACTERS_MAX) {
                break;
            }
            int end = Math.min(length(text), longest);
            written += end;
            values.add(value(text.substring(0, text.offsetByCodePoints(0, end))));
        }
        return List.copyOf(values);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isUnfit(String text) {
        return text.isEmpty() || text.codePoints().anyMatch(Character::isISOControl);
    }

    /// Headers carry bytes: each of UTF-8 is written as the character of that number.
    private static String value(String text) {
        String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
        byte[] bytes = quoted.getBytes(StandardCharsets.UTF_8);
        return "299 - \"" + new String(bytes, StandardCharsets.ISO_8859_1) + "\"";
    }
}
