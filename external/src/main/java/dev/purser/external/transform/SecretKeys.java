package dev.purser.external.transform;

import dev.purser.external.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a Secret's keys may be.
public final class SecretKeys {
    private static final int LENGTH_MAX = 253;

    private SecretKeys() {}

    /// The values whose keys are not empty.
    ///
    /// @throws TransformException for the first key that a Secret cannot have
    public static Map<String, SecretValue> checked(Map<String, SecretValue> values)
            throws TransformException {
        Map<String, SecretValue> checked = new LinkedHashMap<>();
        for (Map.Entry<String, SecretValue> entry : values.entrySet()) {
            if (!entry.getKey().isEmpty()) {
                check(entry.getKey());
                checked.put(entry.getKey(), entry.getValue());
            }
        }
        return checked;
    }

    private static void check(String key) throws TransformException {
        if (key.length() > LENGTH_MAX) {
            throw invalid(
                    "key has length %d but max is %d: (following is truncated): %s"
                            .formatted(key.length(), LENGTH_MAX, key.substring(0, LENGTH_MAX)));
        }
        int[] wrong = key.codePoints().filter(point -> !isAllowed(point)).limit(1).toArray();
        if (wrong.length > 0) {
            throw invalid(
                    "key has invalid character %s, only alphanumeric, '-', '.' and '_' are allowed: %s"
                            .formatted(Character.toString(wrong[0]), key));
        }
    }

    private static TransformException invalid(String why) {
        return new TransformException(
                "invalid secret keys (TIP: use rewrite or conversionStrategy to change keys): "
                        + why);
    }

    static boolean isAllowed(int point) {
        return Character.isLetter(point)
                || isNumber(point)
                || point == '-'
                || point == '.'
                || point == '_';
    }

    private static boolean isNumber(int point) {
        return switch (Character.getType(point)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                    true;
            default -> false;
        };
    }
}
