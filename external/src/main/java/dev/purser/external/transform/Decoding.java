package dev.purser.external.transform;

import dev.purser.external.secret.SecretValue;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How fetched values are encoded (`decodingStrategy`).
public enum Decoding {
    NONE("None"),
    BASE64("Base64"),
    BASE64_URL("Base64URL"),
    /// Either form of Base64, or none when a value is neither.
    AUTO("Auto");

    private final String text;

    Decoding(String text) {
        this.text = text;
    }

    /// Reads a `decodingStrategy`; a missing one is [#NONE].
    public static Decoding of(JsonNode strategy) throws TransformException {
        return of(strategy.asString(""));
    }

    /// The decoding of this name; an empty name is that of [#NONE].
    public static Decoding of(String wanted) throws TransformException {
        if (wanted.isEmpty()) {
            return NONE;
        }
        for (Decoding decoding : values()) {
            if (decoding.text.equals(wanted)) {
                return decoding;
            }
        }
        throw new TransformException("decoding strategy %s is not supported".formatted(wanted));
    }

    /// The decoded value.
    public SecretValue decode(SecretValue value) throws TransformException {
        return switch (this) {
            case NONE -> value;
            case BASE64, BASE64_URL -> strictly(value);
            case AUTO ->
                    decoded(Base64.getDecoder(), value)
                            .or(() -> decoded(Base64.getUrlDecoder(), value))
                            .orElse(value);
        };
    }

    private SecretValue strictly(SecretValue value) throws TransformException {
        Base64.Decoder decoder = this == BASE64 ? Base64.getDecoder() : Base64.getUrlDecoder();
        return decoded(decoder, value)
                .orElseThrow(() ->
                        new TransformException(
                                "error applying decoding strategy %s to data: it is not %s"
                                        .formatted(text, text)));
    }

    /// The decoded values.
    public Map<String, SecretValue> decode(Map<String, SecretValue> values)
            throws TransformException {
        if (this == NONE) {
            return values;
        }
        Map<String, SecretValue> decoded = new LinkedHashMap<>();
        for (Map.Entry<String, SecretValue> entry : values.entrySet()) {
            try {
                decoded.put(entry.getKey(), decode(entry.getValue()));
            } catch (TransformException e) {
                throw new TransformException(
                        "failure decoding key %s: %s".formatted(entry.getKey(), e.getMessage()));
            }
        }
        return decoded;
    }

    /// Go's decoder wants the padding and skips line breaks; Java's does neither.
    private static Optional<SecretValue> decoded(Base64.Decoder decoder, SecretValue value) {
        String text = value.text().replace("\r", "").replace("\n", "");
        if (text.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(SecretValue.of(decoder.decode(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
