package dev.purser.external.template.value;

import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// One verb of a format, such as `%05d`.
final class Verb {
    private static final int DEFAULT_PRECISION = 6;
    private static final int BACKQUOTABLE_FROM = ' ';

    private final int verb;
    private final Flags flags;
    private final boolean plusValue;
    private final boolean sharpValue;

    Verb(int verb, Flags flags) {
        this(verb, flags, verb == 'v' && flags.plus, verb == 'v' && flags.sharp);
        if (verb == 'v') {
            flags.plus = false;
            flags.sharp = false;
        }
    }

    private Verb(int verb, Flags flags, boolean plusValue, boolean sharpValue) {
        this.verb = verb;
        this.flags = flags;
        this.plusValue = plusValue;
        this.sharpValue = sharpValue;
    }

    String show(Value value) {
        if (verb == 'T') {
            return flags.pad(value instanceof Nil ? "<nil>" : value.type().name());
        }
        return value instanceof Nil ? nil() : value(value);
    }

    private String value(Value value) {
        return switch (value) {
            case Nil _ -> flags.pad(sharpValue ? "interface {}(nil)" : "<nil>");
            case Bool bool -> bool(bool);
            case Whole whole -> isNamed(whole) ? named(whole) : whole(whole, whole.value());
            case Real real -> real(real);
            case Text text -> text(text, text.bytes());
            case Sequence list -> list(list);
            case Mapping map -> map(map);
            case Moment moment -> text(moment, Printing.show(moment));
            case Version version -> text(version, Printing.show(version));
            case KeyPair pair -> pair(pair);
        };
    }

    private static boolean isNamed(Whole whole) {
        return whole.type().equals(GoType.DURATION)
                || whole.type().equals(GoType.MONTH)
                || whole.type().equals(GoType.WEEKDAY);
    }

    /// A number whose type has words of its own.
    private String named(Whole whole) {
        return "vsxXq".indexOf(verb) >= 0 && !sharpValue
                ? text(whole, Printing.show(whole))
                : whole(whole, whole.value());
    }

    /// What a verb that does not fit gives: the value as it is, under the same flags.
    private String bad(Value value) {
        String shown = new Verb('v', flags, false, false).value(value);
        return "%!" + Utf8.encode(verb) + "(" + value.type() + "=" + shown + ")";
    }

    private String bool(Bool bool) {
        return verb == 't' || verb == 'v' ? flags.pad(String.valueOf(bool.value())) : bad(bool);
    }

    private String whole(Value value, long number) {
        boolean unsigned = value.kind().isUnsigned();
        return switch (verb) {
            case 'v' ->
                    sharpValue && unsigned ? "0x" + Long.toHexString(number) : integer(number, 10);
            case 'd' -> integer(number, 10);
            case 'b' -> integer(number, 2);
            case 'o', 'O' -> integer(number, 8);
            case 'x', 'X' -> integer(number, 16);
            case 'c' -> flags.pad(Utf8.encode(rune(number)));
            case 'q' -> flags.pad(Quoting.quoteRune(rune(number), flags.plus));
            case 'U' -> unicode(number);
            default -> bad(value);
        };
    }

    private static int rune(long number) {
        return number < 0 || number > Character.MAX_CODE_POINT ? Utf8.ERROR : (int) number;
    }

    private String unicode(long number) {
        String code = "U+%04X".formatted(number);
        String shown = flags.sharp ? code + " '" + Utf8.encode(rune(number)) + "'" : code;
        boolean zero = flags.zero;
        flags.zero = false;
        String padded = flags.pad(shown);
        flags.zero = zero;
        return padded;
    }

    private String sign(boolean negative) {
        if (negative) {
            return "-";
        }
        if (flags.plus) {
            return "+";
        }
        return flags.space ? " " : "";
    }

    private String integer(long number, int base) {
        boolean negative = number < 0;
        String digits = Long.toUnsignedString(negative ? -number : number, base);
        if (flags.precision == 0 && number == 0) {
            return " ".repeat(Math.max(0, flags.width));
        }
        if (flags.precision != Flags.NONE) {
            digits = "0".repeat(Math.max(0, flags.precision - digits.length())) + digits;
            return padWithoutZeros(sign(negative) + prefix(base, digits), digits);
        }
        String prefix = prefix(base, digits);
        String shown = verb == 'X' ? digits.toUpperCase(Locale.ROOT) : digits;
        if (flags.zero && !flags.minus && flags.width != Flags.NONE) {
            int room = flags.width - sign(negative).length();
            String filled = "0".repeat(Math.max(0, room - shown.length())) + shown;
            return sign(negative) + prefix(base, filled) + filled;
        }
        return flags.padNumber(sign(negative) + prefix, shown);
    }

    private String padWithoutZeros(String sign, String digits) {
        boolean zero = flags.zero;
        flags.zero = false;
        String shown = verb == 'X' ? digits.toUpperCase(Locale.ROOT) : digits;
        String padded = flags.padNumber(sign, shown);
        flags.zero = zero;
        return padded;
    }

    private String prefix(int base, String digits) {
        if (verb == 'O') {
            return "0o";
        }
        if (!flags.sharp) {
            return "";
        }
        return switch (base) {
            case 2 -> "0b";
            case 8 -> digits.startsWith("0") ? "" : "0";
            case 16 -> verb == 'X' ? "0X" : "0x";
            default -> "";
        };
    }

    private String real(Real real) {
        double number = real.value();
        String text =
                switch (verb) {
                    case 'v', 'g', 'G' ->
                            flags.precision == Flags.NONE
                                    ? Floats.shortest(number, 'g')
                                    : Floats.format(number, 'g', flags.precision);
                    case 'e', 'E' -> Floats.format(number, 'e', precision());
                    case 'f', 'F' -> Floats.format(number, 'f', precision());
                    default -> "";
                };
        if (text.isEmpty()) {
            return bad(real);
        }
        return padReal(number, verb == 'E' || verb == 'G' ? text.toUpperCase(Locale.ROOT) : text);
    }

    private String padReal(double number, String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String digits = signed ? text.substring(1) : text;
        boolean special = Double.isNaN(number) || Double.isInfinite(number);
        boolean zero = flags.zero;
        flags.zero = zero && !special;
        String sign = sign(text.startsWith("-"));
        if (Double.isInfinite(number) && number > 0 && sign.isEmpty()) {
            sign = "+";
        }
        String padded = flags.padNumber(sign, digits);
        flags.zero = zero;
        return padded;
    }

    private int precision() {
        return flags.precision == Flags.NONE ? DEFAULT_PRECISION : flags.precision;
    }

    private String text(Value value, String bytes) {
        return switch (verb) {
            case 'v' -> sharpValue ? quoted(bytes) : flags.pad(truncated(bytes));
            case 's' -> flags.pad(truncated(bytes));
            case 'q' -> quoted(bytes);
            case 'x', 'X' -> hexadecimal(bytes);
            default -> bad(value);
        };
    }

    private String truncated(String bytes) {
        if (flags.precision == Flags.NONE) {
            return bytes;
        }
        int place = 0;
        for (int runes = 0; runes < flags.precision && place < bytes.length(); runes++) {
            place += Utf8.at(bytes, place).width();
        }
        return bytes.substring(0, place);
    }

    private String quoted(String bytes) {
        String text = truncated(bytes);
        if (flags.sharp && canBackquote(text)) {
            return flags.pad('`' + text + '`');
        }
        return flags.pad(Quoting.quote(text, '"', flags.plus));
    }

    private static boolean canBackquote(String bytes) {
        return Utf8.isValid(bytes) && Utf8.runes(bytes).allMatch(Verb::canBeBackquoted);
    }

    private static boolean canBeBackquoted(int rune) {
        boolean printable = rune == '\t' || rune >= BACKQUOTABLE_FROM;
        return printable && rune != '`' && rune != 0x7F && rune != 0xFEFF;
    }

    private String hexadecimal(String bytes) {
        String form = verb == 'X' ? "%02X" : "%02x";
        String prefix = verb == 'X' ? "0X" : "0x";
        int length =
                flags.precision == Flags.NONE
                        ? bytes.length()
                        : Math.min(flags.precision, bytes.length());
        StringBuilder digits = new StringBuilder(flags.sharp && length > 0 ? prefix : "");
        for (int i = 0; i < length; i++) {
            if (i > 0 && flags.space) {
                digits.append(' ').append(flags.sharp ? prefix : "");
            }
            digits.append(form.formatted((int) bytes.charAt(i)));
        }
        return flags.pad(digits.toString());
    }

    private String list(Sequence list) {
        if (sharpValue) {
            StringJoiner shown = new StringJoiner(", ", list.type().name() + "{", "}");
            list.values().forEach(element -> shown.add(value(element)));
            return list.isNil() ? list.type().name() + "(nil)" : shown.toString();
        }
        StringJoiner shown = new StringJoiner(" ", "[", "]");
        list.values().forEach(element -> shown.add(element(element)));
        return shown.toString();
    }

    private String map(Mapping map) {
        StringJoiner shown =
                sharpValue
                        ? new StringJoiner(", ", map.type().name() + "{", "}")
                        : new StringJoiner(" ", "map[", "]");
        for (Map.Entry<String, Value> member : map.members().entrySet()) {
            shown.add(value(new Text(member.getKey())) + ":" + element(member.getValue()));
        }
        return shown.toString();
    }

    private String element(Value element) {
        return element instanceof Nil && !sharpValue ? "<nil>" : value(element);
    }

    private String nil() {
        return verb == 'v' ? flags.pad("<nil>") : "%!" + Utf8.encode(verb) + "(<nil>)";
    }

    private String pair(KeyPair pair) {
        String certificate = value(new Text(pair.certificate()));
        String key = value(new Text(pair.key()));
        if (sharpValue) {
            return pair.type() + "{Cert:" + certificate + ", Key:" + key + "}";
        }
        return plusValue
                ? "{Cert:" + certificate + " Key:" + key + "}"
                : "{" + certificate + " " + key + "}";
    }
}
