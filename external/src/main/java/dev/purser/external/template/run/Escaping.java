package dev.purser.external.template.run;

import dev.purser.api.status.GoQuoted;
import dev.purser.external.template.value.Utf8;

/// Text made safe for other languages.
public final class Escaping {
    private static final String SCRIPT_SPECIAL = "\\'\"<>&=";
    private static final int ASCII_END = 0x80;

    private Escaping() {}

    static String html(String bytes) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            switch (c) {
                case 0 -> escaped.append(Utf8.encode(Utf8.ERROR));
                case '"' -> escaped.append("&#34;");
                case '\'' -> escaped.append("&#39;");
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    static String script(String bytes) {
        StringBuilder escaped = new StringBuilder();
        for (int place = 0; place < bytes.length(); ) {
            Utf8.Rune rune = Utf8.at(bytes, place);
            escaped.append(script(rune.point(), bytes.substring(place, place + rune.width())));
            place += rune.width();
        }
        return escaped.toString();
    }

    private static String script(int point, String own) {
        int special = SCRIPT_SPECIAL.indexOf(point);
        if (special >= 0 && special < 3) {
            return "\\" + own;
        }
        boolean plain =
                point >= ASCII_END ? GoQuoted.isPrintable(point) : special < 0 && point >= ' ';
        return plain ? own : "\\u%04X".formatted(point);
    }

    /// For the query of an address.
    static String query(String bytes) {
        return percent(bytes, "-_.~").replace("%20", "+");
    }

    /// All but letters, digits and some characters as `%41`.
    public static String percent(String bytes, String unreserved) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            boolean plain =
                    c < ASCII_END && (Character.isLetterOrDigit(c) || unreserved.indexOf(c) >= 0);
            if (plain) {
                escaped.append(c);
            } else {
                escaped.append("%%%02X".formatted((int) c));
            }
        }
        return escaped.toString();
    }
}
