package dev.purser.external.transform;

import dev.purser.external.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What becomes of characters that a Secret's keys cannot have (`conversionStrategy`).
public enum Conversion {
    /// Each becomes `_`.
    DEFAULT,
    /// Each becomes its code point: `_U0025_`.
    UNICODE;

    /// Reads a `conversionStrategy`; a missing one is [#DEFAULT].
    public static Conversion of(JsonNode strategy) throws TransformException {
        return switch (strategy.asString("")) {
            case "", "Default" -> DEFAULT;
            case "Unicode" -> UNICODE;
            default ->
                    throw new TransformException(
                            "conversion strategy %s is not supported"
                                    .formatted(strategy.asString("")));
        };
    }

    /// The same values under keys that a Secret can have.
    public Map<String, SecretValue> convert(Map<String, SecretValue> values)
            throws TransformException {
        Map<String, SecretValue> converted = new LinkedHashMap<>();
        for (Map.Entry<String, SecretValue> entry : values.entrySet()) {
            String key = convert(entry.getKey());
            if (converted.putIfAbsent(key, entry.getValue()) != null) {
                throw new TransformException(
                        "error applying conversion strategy %s to keys: secret name collision during conversion: %s"
                                .formatted(this == DEFAULT ? "Default" : "Unicode", key));
            }
        }
        return converted;
    }

    String convert(String key) {
        StringBuilder name = new StringBuilder();
        key.codePoints()
                .forEach(point -> {
                    if (SecretKeys.isAllowed(point)) {
                        name.appendCodePoint(point);
                    } else if (this == DEFAULT) {
                        name.append('_');
                    } else {
                        name.append("_U%04x_".formatted(point));
                    }
                });
        return name.toString();
    }
}
