package dev.purser.api.codec;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/// What a plain YAML scalar means, by the rules of YAML 1.1 as Kubernetes' reader applies them:
/// `yes`, `on` and `y` are booleans, `0644` is octal, `1_000` is a number, dates are text.
final class YamlScalars {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger UNSIGNED_LONG_MAX =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
    private static final Map<String, JsonNode> WORDS =
            Map.ofEntries(
                    Map.entry("", NullNode.getInstance()),
                    Map.entry("~", NullNode.getInstance()),
                    Map.entry("null", NullNode.getInstance()),
                    Map.entry("y", NODES.booleanNode(true)),
                    Map.entry("yes", NODES.booleanNode(true)),
                    Map.entry("true", NODES.booleanNode(true)),
                    Map.entry("on", NODES.booleanNode(true)),
                    Map.entry("n", NODES.booleanNode(false)),
                    Map.entry("no", NODES.booleanNode(false)),
                    Map.entry("false", NODES.booleanNode(false)),
                    Map.entry("off", NODES.booleanNode(false)));

    private YamlScalars() {}

    /// The value of a scalar without quotes and without a tag.
    static JsonNode resolve(String text) {
        JsonNode word = WORDS.get(text.toLowerCase(Locale.ROOT));
        if (word != null && isOneOfTheSpellings(text)) {
            return word;
        }
        char first = text.charAt(0);
        if (first == '+' || first == '-' || first == '.' || (first >= '0' && first <= '9')) {
            return number(text);
        }
        return NODES.stringNode(text);
    }

    /// Whether text has to be quoted to stay text.
    static boolean meansSomethingElse(String text) {
        return !resolve(text).isString() || text.equals("<<") || text.equals("=");
    }

    /// `yes`, `Yes` and `YES` are the boolean; `yEs` is text.
    private static boolean isOneOfTheSpellings(String text) {
        if (text.isEmpty()) {
            return true;
        }
        String rest = text.substring(1);
        return rest.equals(rest.toLowerCase(Locale.ROOT))
                || text.equals(text.toUpperCase(Locale.ROOT));
    }

    private static JsonNode number(String text) {
        String plain = text.replace("_", "");
        BigInteger integer = integer(plain);
        if (integer != null) {
            return NODES.numberNode(integer);
        }
        if (FLOAT.matcher(plain).matches()) {
            return NODES.numberNode(Double.parseDouble(plain));
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case ".inf", "+.inf", "-.inf", ".nan" -> NullNode.getInstance();
            default -> NODES.stringNode(text);
        };
    }

    private static @Nullable BigInteger integer(String plain) {
        boolean negative = plain.startsWith("-");
        String digits = negative || plain.startsWith("+") ? plain.substring(1) : plain;
        String lower = digits.toLowerCase(Locale.ROOT);
        int radix = 10;
        if (lower.startsWith("0x")) {
            radix = 16;
        } else if (lower.startsWith("0b")) {
            radix = 2;
        } else if (lower.startsWith("0o") || (lower.length() > 1 && lower.startsWith("0"))) {
            radix = 8;
        }
        int prefix = radix == 10 ? 0 : radix == 8 && !lower.startsWith("0o") ? 1 : 2;
        String number = lower.substring(Math.min(prefix, lower.length()));
        if (number.isEmpty() || !number.chars().allMatch(Character::isLetterOrDigit)) {
            return null;
        }
        try {
            BigInteger value = new BigInteger(negative ? "-" + number : number, radix);
            boolean fits =
                    value.compareTo(LONG_MIN) >= 0 && value.compareTo(UNSIGNED_LONG_MAX) <= 0;
            return fits ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
