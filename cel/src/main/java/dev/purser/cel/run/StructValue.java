package dev.purser.cel.run;

import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Value;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// An object with a named type that an expression made, `Object{…}`.
///
/// @param type the name of the type
public record StructValue(String type, MapValue fields) implements MapValue {
    @Override
    public int size() {
        return fields.size();
    }

    @Override
    public Collection<Value> keys() {
        return fields.keys();
    }

    @Override
    public @Nullable Value find(Value key) {
        return fields.find(key);
    }

    @Override
    public String typeName() {
        return type;
    }
}
