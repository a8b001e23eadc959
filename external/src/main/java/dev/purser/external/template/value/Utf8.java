package dev.purser.external.template.value;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/// Between bytes and runes, as Go goes: a byte that is no part of UTF-8 is one U+FFFD.
public final class Utf8 {
    /// Stands for a byte that is no part of UTF-8.
    public static final int ERROR = 0xFFFD;

    private static final int ASCII_END = 0x80;
    private static final int SIX_BITS = 0x3F;

    private Utf8() {}

    /// A rune and how many bytes it takes.
    public record Rune(int point, int width) {}

    /// The rune at a place before the end.
    public static Rune at(String bytes, int place) {
        char first = bytes.charAt(place);
        if (first < ASCII_END) {
            return new Rune(first, 1);
        }
        int width = width(first);
        if (width == 0 || place + width > bytes.length()) {
            return new Rune(ERROR, 1);
        }
        int point = first & ((1 << (7 - width)) - 1);
        for (int i = 1; i < width; i++) {
            char next = bytes.charAt(place + i);
            if ((next & 0xC0) != ASCII_END) {
                return new Rune(ERROR, 1);
            }
            point = (point << 6) | (next & SIX_BITS);
        }
        return isCanonical(point, width) ? new Rune(point, width) : new Rune(ERROR, 1);
    }

    private static int width(char first) {
        if (first >= 0xC2 && first <= 0xDF) {
            return 2;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            return 3;
        }
        return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
    }

    private static boolean isCanonical(int point, int width) {
        return switch (width) {
            case 3 -> point >= 0x800 && (point < 0xD800 || point > 0xDFFF);
            case 4 -> point >= 0x10000 && point <= Character.MAX_CODE_POINT;
            default -> true;
        };
    }

    /// All runes.
    public static IntStream runes(String bytes) {
        IntStream.Builder runes = IntStream.builder();
        for (int place = 0; place < bytes.length(); ) {
            Rune rune = at(bytes, place);
            runes.add(rune.point());
            place += rune.width();
        }
        return runes.build();
    }

    public static int runeCount(String bytes) {
        int count = 0;
        for (int place = 0; place < bytes.length(); count++) {
            place += at(bytes, place).width();
        }
        return count;
    }

    /// Whether all of it is UTF-8.
    public static boolean isValid(String bytes) {
        for (int place = 0; place < bytes.length(); ) {
            Rune rune = at(bytes, place);
            if (rune.point() == ERROR && rune.width() == 1) {
                return false;
            }
            place += rune.width();
        }
        return true;
    }

    /// Bytes as text for humans.
    public static String decode(String bytes) {
        StringBuilder text = new StringBuilder(bytes.length());
        runes(bytes).forEach(text::appendCodePoint);
        return text.toString();
    }

    /// Text as bytes.
    public static String encode(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A rune as bytes; one that is none is U+FFFD.
    public static String encode(int rune) {
        boolean valid = Character.isValidCodePoint(rune) && (rune < 0xD800 || rune > 0xDFFF);
        return encode(Character.toString(valid ? rune : ERROR));
    }

    public static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public static byte[] bytes(String bytes) {
        return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }
}
