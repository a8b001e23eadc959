package dev.purser.api.codec;

import dev.purser.api.quantity.Quantity;
import dev.purser.api.quantity.QuantityFormatException;
import dev.purser.api.schema.ScalarSchema;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Base64;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/// Reads one value that is neither struct, map nor list, and brings it into canonical form.
///
/// The parser stands at the value's first token and is left at its last. A value that is wrong is
/// reported and read as missing.
final class ScalarReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Findings findings;

    ScalarReader(Findings findings) {
        this.findings = findings;
    }

    JsonNode read(JsonParser parser, ScalarSchema schema, Place place, String goType) {
        JsonToken token = parser.currentToken();
        return switch (schema) {
            case STRING ->
                    token == JsonToken.VALUE_STRING
                            ? NODES.stringNode(text(parser))
                            : mismatch(parser, place, goType);
            case BYTES ->
                    switch (token) {
                        case VALUE_STRING -> bytes(parser.getString());
                        case START_ARRAY -> bytesOfNumbers(parser, place);
                        default -> mismatch(parser, place, goType);
                    };
            case BOOLEAN ->
                    token.isBoolean()
                            ? NODES.booleanNode(token == JsonToken.VALUE_TRUE)
                            : mismatch(parser, place, goType);
            case INT32 -> integer(parser, place, goType, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> integer(parser, place, goType, Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE ->
                    token.isNumeric()
                            ? decimal(parser.getDoubleValue())
                            : mismatch(parser, place, goType);
            case QUANTITY -> quantity(parser);
            case TIME -> time(parser, place, GoTime.SECONDS);
            case MICRO_TIME -> time(parser, place, GoTime.MICROS);
            case INT_OR_STRING -> intOrString(parser, place);
            case ANY, DEDUCED -> parser.readValueAsTree();
            case ANY_OBJECT ->
                    token == JsonToken.START_OBJECT
                            ? parser.readValueAsTree()
                            : mismatch(parser, place, goType);
        };
    }

    /// Text without lone surrogates, which UTF-8 cannot hold; Go replaces them alike.
    static String text(JsonParser parser) {
        String text = parser.getString();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaceLoneSurrogates(text);
            }
        }
        return text;
    }

    private static String replaceLoneSurrogates(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(result::appendCodePoint);
        return result.toString();
    }

    private JsonNode bytes(String text) {
        int bad = Base64Text.firstBadByte(text);
        if (bad >= 0) {
            findings.soft("illegal base64 data at input byte " + bad);
            return MissingNode.getInstance();
        }
        return NODES.stringNode(Base64Text.canonical(text));
    }

    /// Bytes one by one, which Go takes in place of base64.
    private JsonNode bytesOfNumbers(JsonParser parser, Place place) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            boolean isNull = parser.currentToken() == JsonToken.VALUE_NULL;
            bytes.write(isNull ? 0 : integer(parser, place, "uint8", 0, 255).asInt(0));
        }
        return NODES.stringNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    private JsonNode integer(
            JsonParser parser, Place place, String goType, long smallest, long largest) {
        if (!parser.currentToken().isNumeric()) {
            return mismatch(parser, place, goType);
        }
        String text = parser.getString();
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            BigDecimal number = new BigDecimal(text);
            if (number.compareTo(BigDecimal.valueOf(smallest)) >= 0
                    && number.compareTo(BigDecimal.valueOf(largest)) <= 0) {
                return node(number.longValueExact());
            }
        }
        findings.mismatch(place, "number " + text, goType);
        return MissingNode.getInstance();
    }

    /// A number as Go writes it: `10`, not `10.0`.
    private static JsonNode decimal(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1L << 53;
        return whole ? node((long) number) : NODES.numberNode(number);
    }

    /// An integer as Jackson's own parser would have it, so that trees compare equal.
    private static JsonNode node(long number) {
        return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
    }

    private JsonNode quantity(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
            try {
                return NODES.stringNode(Quantity.parse(parser.getString()).toString());
            } catch (QuantityFormatException e) {
                findings.hard(e.getMessage());
                return MissingNode.getInstance();
            }
        }
        parser.skipChildren();
        findings.hard(
                "quantities must match the regular expression"
                        + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        return MissingNode.getInstance();
    }

    private JsonNode time(JsonParser parser, Place place, GoTime form) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return wrongValue(parser, place, "string");
        }
        try {
            return NODES.stringNode(form.canonical(parser.getString()));
        } catch (DecodingException e) {
            findings.hard(e.getMessage());
            return MissingNode.getInstance();
        }
    }

    private JsonNode intOrString(JsonParser parser, Place place) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return NODES.stringNode(text(parser));
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            BigDecimal number = new BigDecimal(parser.getString());
            if (number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
                return NODES.numberNode(number.intValue());
            }
        }
        return wrongValue(parser, place, "int32");
    }

    /// The complaint of a type that decodes itself, which stops the decoder.
    private JsonNode wrongValue(JsonParser parser, Place place, String goType) {
        JsonToken token = parser.currentToken();
        boolean isShown = token.isNumeric() && !goType.equals("string");
        String kind = isShown ? "number " + parser.getString() : kind(token);
        findings.hard(Findings.mismatchText(place, kind, goType));
        parser.skipChildren();
        return MissingNode.getInstance();
    }

    private JsonNode mismatch(JsonParser parser, Place place, String goType) {
        findings.mismatch(place, kind(parser.currentToken()), goType);
        parser.skipChildren();
        return MissingNode.getInstance();
    }

    /// What Go calls a value of this token.
    static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_TRUE, VALUE_FALSE -> "bool";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            default -> "null";
        };
    }
}
