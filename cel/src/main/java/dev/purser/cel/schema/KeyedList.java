package dev.purser.cel.schema;

import dev.purser.cel.value.Equality;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A list of objects that keys identify, in which order does not count (`x-kubernetes-list-type:
/// map`).
///
/// @param keys the identifiers of the fields that are the key
record KeyedList(ListValue list, List<Value> keys) implements ListValue {
    static KeyedList of(ListValue list, List<String> names) {
        return new KeyedList(
                list,
                names.stream()
                        .<Value>map(name -> new Value.Text(FieldNames.escape(name).orElse(name)))
                        .toList());
    }

    @Override
    public int size() {
        return list.size();
    }

    @Override
    public Value get(int index) {
        return list.get(index);
    }

    @Override
    public boolean equalTo(ListValue other) {
        if (size() != other.size()) {
            return false;
        }
        Map<List<Value>, Value> mine = byKey(this);
        Map<List<Value>, Value> others = byKey(other);
        return mine.size() == others.size()
                && mine.entrySet().stream()
                        .allMatch(entry -> {
                            Value there = others.get(entry.getKey());
                            return there != null && Equality.equal(entry.getValue(), there);
                        });
    }

    /// The elements of this list, replaced by those of the other with the same key, then the
    /// others.
    @Override
    public ListValue plus(ListValue other) {
        Map<List<Value>, Value> merged = byKey(this);
        merged.putAll(byKey(other));
        return new KeyedList(new Elements(new ArrayList<>(merged.values())), keys);
    }

    private Map<List<Value>, Value> byKey(ListValue elements) {
        Map<List<Value>, Value> result = new LinkedHashMap<>();
        elements.forEach(element -> result.put(key(element), element));
        return result;
    }

    private List<Value> key(Value element) {
        if (!(element instanceof MapValue object)) {
            return List.of(element);
        }
        return keys.stream()
                .map(name -> {
                    Value part = object.find(name);
                    return part == null ? Value.Null.NULL : part;
                })
                .toList();
    }
}
