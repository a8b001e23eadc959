package dev.purser.api.extension;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON as tests like to write it: with single quotes.
final class JsonText {
    private JsonText() {}

    static ObjectNode object(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    static JsonSchema schema(String text) {
        return JsonSchema.read(object(text));
    }
}
