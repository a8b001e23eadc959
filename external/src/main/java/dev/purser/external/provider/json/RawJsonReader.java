package dev.purser.external.provider.json;

import dev.purser.external.provider.json.RawJson.Elements;
import dev.purser.external.provider.json.RawJson.Literal;
import dev.purser.external.provider.json.RawJson.Members;
import dev.purser.external.provider.json.RawJson.Slice;
import dev.purser.external.provider.json.RawJson.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// Reads one JSON text.
final class RawJsonReader {
    private final String source;
    private final JsonParser parser;

    private RawJsonReader(String source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /// @return empty when the text is not JSON, or nests deeper than a reader should follow
    static Optional<RawJson> read(String text) {
        try (JsonParser parser = JsonMapper.shared().createParser(text)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            RawJson root = new RawJsonReader(text, parser).part();
            return parser.nextToken() == null ? Optional.of(root) : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty(); // its message may hold what it read
        }
    }

    private RawJson part() {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(here());
            case START_ARRAY -> array(here());
            case VALUE_STRING -> text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new RawJson.Numeral(parser.getString());
            default -> new Literal(parser.getString());
        };
    }

    private RawJson object(int from) {
        LinkedHashMap<String, RawJson> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, part());
        }
        return new Members(upToHere(from), members);
    }

    private RawJson array(int from) {
        List<RawJson> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(part());
        }
        return new Elements(upToHere(from), elements);
    }

    private static Text text(String value) {
        return new Text(JsonMapper.shared().writeValueAsString(value), value);
    }

    private int here() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private Slice upToHere(int from) {
        return new Slice(source, from, (int) parser.currentLocation().getCharOffset());
    }
}
