package dev.purser.cel.value;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A map, or an object with fields, whose names are texts.
public non-sealed interface MapValue extends Value {
    int size();

    /// All keys, for a comprehension.
    Collection<Value> keys();

    /// The value of a key, or null when there is none.
    ///
    /// @throws EvaluationException when the value cannot be read
    @Nullable Value find(Value key);

    /// Whether the other map has equal values for equal keys.
    default boolean equalTo(MapValue other) {
        if (size() != other.size()) {
            return false;
        }
        for (Value key : keys()) {
            Value mine = find(key);
            Value others = other.find(key);
            if (mine == null || others == null || !Equality.equal(mine, others)) {
                return false;
            }
        }
        return true;
    }

    @Override
    default String typeName() {
        return "map";
    }

    /// A map that an expression made; numbers of different types are the same key.
    record Entries(Map<Value, Value> values) implements MapValue {
        @Override
        public int size() {
            return values.size();
        }

        @Override
        public Collection<Value> keys() {
            return values.keySet();
        }

        @Override
        public @Nullable Value find(Value key) {
            Value found = values.get(key);
            if (found != null || !(key instanceof Value.Numeric)) {
                return found;
            }
            for (Map.Entry<Value, Value> entry : values.entrySet()) {
                if (Equality.equal(entry.getKey(), key)) {
                    return entry.getValue();
                }
            }
            return null;
        }
    }
}
