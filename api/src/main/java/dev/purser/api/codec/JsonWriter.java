package dev.purser.api.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes compact JSON with the escapes of Go's encoder: `<`, `>`, `&` and the two line separators
/// of Unicode are escaped, other characters stand for themselves. Immutable and thread-safe.
public final class JsonWriter {
    private final JsonMapper mapper =
            JsonMapper.builder(JsonFactory.builder().characterEscapes(new GoEscapes()).build())
                    .build();

    /// The value as UTF-8, without a line break at its end.
    public byte[] write(JsonNode value) {
        return mapper.writeValueAsBytes(value);
    }

    /// The value as text.
    public String text(JsonNode value) {
        return mapper.writeValueAsString(value);
    }

    private static final class GoEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        private final int[] ascii = standardAsciiEscapesForJSON();

        GoEscapes() {
            for (int c = 0; c < ascii.length; c++) {
                boolean inHex = ascii[c] == ESCAPE_STANDARD || c == '<' || c == '>' || c == '&';
                ascii[c] = inHex ? ESCAPE_CUSTOM : ascii[c];
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            boolean escaped = c < ascii.length || c == 0x2028 || c == 0x2029;
            return escaped ? new SerializedString("\\u%04x".formatted(c)) : null;
        }
    }
}
