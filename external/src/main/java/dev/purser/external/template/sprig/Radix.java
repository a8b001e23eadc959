package dev.purser.external.template.sprig;

import dev.purser.api.status.GoQuoted;
import dev.purser.external.template.value.Utf8;

/// Decoding of base 64 and base 32 as Go does it: line ends are skipped, padding is needed, and
/// what is wrong is the result.
enum Radix {
    BASE64("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, 4, "base64"),
    BASE32("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, 8, "base32");

    private final String alphabet;
    private final int bits;
    private final int group;
    private final String title;

    Radix(String alphabet, int bits, int group, String title) {
        this.alphabet = alphabet;
        this.bits = bits;
        this.group = group;
        this.title = title;
    }

    /// The bytes, or else Go's words for what is wrong.
    String decode(String text) {
        StringBuilder bytes = new StringBuilder(text.length());
        long buffer = 0;
        int count = 0;
        int place = 0;
        for (; place < text.length(); place++) {
            char c = text.charAt(place);
            if (c == '\n' || c == '\r') {
                continue;
            }
            int digit = alphabet.indexOf(c);
            if (c == '=') {
                break;
            }
            if (digit < 0) {
                return corrupt(place);
            }
            buffer = (buffer << bits) | digit;
            count++;
            if (count == group) {
                flush(bytes, buffer, count);
                buffer = 0;
                count = 0;
            }
        }
        return end(text, place, bytes, buffer, count);
    }

    private String end(String text, int place, StringBuilder bytes, long buffer, int count) {
        if (place == text.length()) {
            return count == 0 ? bytes.toString() : corrupt(text.length() - count);
        }
        int padding = 0;
        int at = place;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '=') {
                padding++;
            } else if (c != '\n' && c != '\r') {
                return corrupt(at);
            }
        }
        boolean whole = count * bits >= Byte.SIZE && (count * bits) % Byte.SIZE < bits;
        if (!whole || count + padding != group) {
            return corrupt(Math.min(place, text.length()));
        }
        flush(bytes, buffer, count);
        return bytes.toString();
    }

    private void flush(StringBuilder bytes, long buffer, int count) {
        int total = count * bits;
        for (int shift = total - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes.append((char) ((buffer >> shift) & 0xFF));
        }
    }

    private String corrupt(int place) {
        return "illegal " + title + " data at input byte " + place;
    }

    static String base32(String bytes) {
        StringBuilder text = new StringBuilder();
        long buffer = 0;
        int count = 0;
        for (int i = 0; i < bytes.length(); i++) {
            buffer = (buffer << Byte.SIZE) | bytes.charAt(i);
            count += Byte.SIZE;
            while (count >= BASE32.bits) {
                count -= BASE32.bits;
                text.append(BASE32.alphabet.charAt((int) (buffer >> count) & 31));
            }
            buffer &= (1L << count) - 1;
        }
        if (count > 0) {
            text.append(BASE32.alphabet.charAt((int) (buffer << (BASE32.bits - count)) & 31));
        }
        while (text.length() % BASE32.group != 0) {
            text.append('=');
        }
        return text.toString();
    }

    private static String invalid(char c) {
        String shown = GoQuoted.isPrintable(c) ? " '" + Utf8.encode(c) + "'" : "";
        return "encoding/hex: invalid byte: U+%04X".formatted((int) c) + shown;
    }

    static String hexadecimal(String text) {
        StringBuilder bytes = new StringBuilder(text.length() / 2);
        for (int i = 0; i < text.length(); i += 2) {
            for (int j = i; j < Math.min(i + 2, text.length()); j++) {
                if (Character.digit(text.charAt(j), 16) < 0 || text.charAt(j) > 'f') {
                    return invalid(text.charAt(j));
                }
            }
            if (i + 1 == text.length()) {
                return "encoding/hex: odd length hex string";
            }
            int high = Character.digit(text.charAt(i), 16);
            bytes.append((char) (high * 16 + Character.digit(text.charAt(i + 1), 16)));
        }
        return bytes.toString();
    }
}
