package dev.purser.api.codec;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// JSON texts as Go's decoder takes them: UTF-8 that is broken is replaced, syntax errors are said
/// in Go's words. Immutable and thread-safe.
public final class JsonText {
    /// Deeper texts are refused: reading, merging and writing them takes stack. No object of
    /// Kubernetes needs a tenth of it.
    public static final int NESTING_MAX = 250;

    private final JsonMapper mapper =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .maxNestingDepth(NESTING_MAX)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// Any JSON value; of a duplicate member the last one counts.
    ///
    /// @throws DecodingException with Go's message for the first syntax error
    public JsonNode parse(byte[] json) throws DecodingException {
        String text = new String(json, StandardCharsets.UTF_8);
        try {
            JsonNode value = mapper.readTree(text);
            if (value instanceof MissingNode) {
                throw new DecodingException("unexpected end of JSON input");
            }
            return value;
        } catch (JacksonException e) {
            throw syntaxError(text, e);
        }
    }

    /// The tokens of a text that [#parse] has taken, for what a tree does not show.
    public JsonParser tokens(byte[] json) {
        return parser(new String(json, StandardCharsets.UTF_8));
    }

    JsonParser parser(String text) {
        return mapper.createParser(text);
    }

    JsonParser parser(JsonNode tree) {
        return mapper.treeAsTokens(tree);
    }

    static DecodingException syntaxError(String text, JacksonException refusal) {
        return new DecodingException(
                JsonSyntax.firstError(text).orElseGet(refusal::getOriginalMessage));
    }
}
