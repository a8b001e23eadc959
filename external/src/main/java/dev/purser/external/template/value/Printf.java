package dev.purser.external.template.value;

import java.util.List;

/// A format with its arguments, as Go's `fmt.Sprintf` has it, with its words for what does not fit.
/// Not thread-safe.
public final class Printf {
    private static final int LIMIT = 1_000_000;

    private final String format;
    private final List<Value> arguments;
    private final StringBuilder out = new StringBuilder();
    private int place;
    private int next;
    private boolean reordered;
    private boolean goodNumber = true;
    private boolean afterIndex;

    private Printf(String format, List<Value> arguments) {
        this.format = format;
        this.arguments = arguments;
    }

    public static String format(String format, List<Value> arguments) {
        return new Printf(format, arguments).run();
    }

    private String run() {
        while (place < format.length()) {
            int percent = format.indexOf('%', place);
            if (percent < 0) {
                out.append(format, place, format.length());
                break;
            }
            out.append(format, place, percent);
            place = percent + 1;
            directive();
        }
        if (!reordered && next < arguments.size()) {
            extra();
        }
        return out.toString();
    }

    private void extra() {
        out.append("%!(EXTRA ");
        for (int i = next; i < arguments.size(); i++) {
            Value argument = arguments.get(i);
            out.append(i > next ? ", " : "");
            out.append(
                    argument instanceof Nil
                            ? "<nil>"
                            : argument.type() + "=" + Printing.show(argument));
        }
        out.append(')');
    }

    private void directive() {
        Flags flags = new Flags();
        goodNumber = true;
        afterIndex = false;
        readFlags(flags);
        readIndex();
        readWidth(flags);
        readPrecision(flags);
        if (!afterIndex) {
            readIndex();
        }
        if (place >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        Utf8.Rune verb = Utf8.at(format, place);
        place += verb.width();
        verb(verb.point(), flags);
    }

    private void verb(int verb, Flags flags) {
        if (verb == '%') {
            out.append('%');
        } else if (!goodNumber) {
            out.append("%!").append(Utf8.encode(verb)).append("(BADINDEX)");
        } else if (next >= arguments.size()) {
            out.append("%!").append(Utf8.encode(verb)).append("(MISSING)");
        } else {
            out.append(new Verb(verb, flags).show(arguments.get(next++)));
        }
    }

    private void readFlags(Flags flags) {
        for (; place < format.length(); place++) {
            switch (format.charAt(place)) {
                case '#' -> flags.sharp = true;
                case '0' -> flags.zero = true;
                case '+' -> flags.plus = true;
                case '-' -> flags.minus = true;
                case ' ' -> flags.space = true;
                default -> {
                    return;
                }
            }
        }
    }

    private void readWidth(Flags flags) {
        if (peek('*')) {
            place++;
            int width = star();
            if (width == Integer.MIN_VALUE) {
                out.append("%!(BADWIDTH)");
            } else {
                flags.minus |= width < 0;
                flags.zero &= width >= 0;
                flags.width = Math.abs(width);
            }
            afterIndex = false;
            return;
        }
        int width = number();
        if (width >= 0) {
            flags.width = width;
            goodNumber &= !afterIndex;
        }
    }

    private void readPrecision(Flags flags) {
        if (!peek('.')) {
            return;
        }
        place++;
        goodNumber &= !afterIndex;
        readIndex();
        if (peek('*')) {
            place++;
            int precision = star();
            if (precision == Integer.MIN_VALUE) {
                out.append("%!(BADPREC)");
            } else if (precision >= 0) {
                flags.precision = precision;
            }
            afterIndex = false;
            return;
        }
        flags.precision = Math.max(0, number());
    }

    private boolean peek(char c) {
        return place < format.length() && format.charAt(place) == c;
    }

    /// An argument as a width, or the least integer if it is none.
    private int star() {
        if (next < arguments.size()
                && arguments.get(next++) instanceof Whole whole
                && Math.abs(whole.value()) <= LIMIT) {
            return (int) whole.value();
        }
        return Integer.MIN_VALUE;
    }

    /// A number, or a negative one if there is none.
    private int number() {
        int begin = place;
        long number = 0;
        while (place < format.length() && Character.isDigit(format.charAt(place))) {
            number = Math.min(number * 10 + format.charAt(place++) - '0', LIMIT + 1L);
        }
        if (number > LIMIT) {
            // A width that large is none, and what follows it is lost.
            place = format.length();
            return -1;
        }
        return begin == place ? -1 : (int) number;
    }

    private void readIndex() {
        if (!peek('[')) {
            return;
        }
        reordered = true;
        int end = format.indexOf(']', place);
        if (end < 0) {
            goodNumber = false;
            place++;
            return;
        }
        place++;
        int index = number();
        boolean wellFormed = place == end;
        place = end + 1;
        if (wellFormed && index >= 1 && index <= arguments.size()) {
            next = index - 1;
            afterIndex = true;
        } else {
            goodNumber = false;
        }
    }
}
