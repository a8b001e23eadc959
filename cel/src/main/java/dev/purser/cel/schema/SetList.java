package dev.purser.cel.schema;

import dev.purser.cel.value.Equality;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A list in which order does not count and nothing is twice (`x-kubernetes-list-type: set`).
record SetList(ListValue list) implements ListValue {
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
        Set<Value> mine = new HashSet<>();
        forEach(mine::add);
        Set<Value> seen = new HashSet<>();
        for (Value value : other) {
            if (!contains(mine, value)) {
                return false;
            }
            seen.add(value);
        }
        return seen.size() == mine.size();
    }

    @Override
    public ListValue plus(ListValue other) {
        List<Value> all = new ArrayList<>();
        Set<Value> known = new HashSet<>();
        forEach(value -> {
            all.add(value);
            known.add(value);
        });
        other.forEach(value -> {
            if (!contains(known, value)) {
                all.add(value);
                known.add(value);
            }
        });
        return new SetList(new Elements(all));
    }

    /// Scalars are found by their hash; only other elements are compared one by one.
    private static boolean contains(Set<Value> set, Value value) {
        return set.contains(value)
                || (!(value instanceof Value.Scalar)
                        && set.stream().anyMatch(other -> Equality.equal(other, value)));
    }
}
