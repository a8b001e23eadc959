package dev.purser.cel.schema;

import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.Value;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// A list of JSON, in order.
record JsonList(ArrayNode json, Function<JsonNode, Value> convert) implements ListValue {
    @Override
    public int size() {
        return json.size();
    }

    @Override
    public Value get(int index) {
        return convert.apply(json.get(index));
    }
}
