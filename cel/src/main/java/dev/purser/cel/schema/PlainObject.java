package dev.purser.cel.schema;

import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Value;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An object of which no schema is known.
record PlainObject(ObjectNode json) implements MapValue {
    @Override
    public int size() {
        return json.size();
    }

    @Override
    public Collection<Value> keys() {
        return json.propertyStream().<Value>map(member -> new Value.Text(member.getKey())).toList();
    }

    @Override
    public @Nullable Value find(Value key) {
        JsonNode found = key instanceof Value.Text(String name) ? json.get(name) : null;
        return found == null ? null : JsonValues.plain(found);
    }
}
