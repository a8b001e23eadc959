package dev.purser.external.template.value;

/// What a format says about how a value is written, besides its verb.
final class Flags {
    static final int NONE = -1;

    boolean sharp;
    boolean zero;
    boolean plus;
    boolean minus;
    boolean space;
    int width = NONE;
    int precision = NONE;

    /// Text filled up to the width, which counts runes.
    String pad(String text) {
        int missing = width - Utf8.runeCount(text);
        if (missing <= 0) {
            return text;
        }
        return minus ? text + " ".repeat(missing) : (zero ? "0" : " ").repeat(missing) + text;
    }

    /// Zeros go between the sign and the number; anything else goes around both.
    String padNumber(String sign, String number) {
        int missing = width - sign.length() - number.length();
        if (missing <= 0) {
            return sign + number;
        }
        if (minus) {
            return sign + number + " ".repeat(missing);
        }
        return zero ? sign + "0".repeat(missing) + number : " ".repeat(missing) + sign + number;
    }
}
