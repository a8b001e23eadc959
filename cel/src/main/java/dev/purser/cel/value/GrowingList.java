package dev.purser.cel.value;

import java.util.ArrayList;
import java.util.List;

/// A list made by appending. Lists share their elements with those they were made from, so that a
/// loop which appends one element a step takes time in proportion to its steps.
///
/// Not thread-safe: lists that share elements belong to one run of an expression.
final class GrowingList implements ListValue {
    private final List<Value> shared;
    private final int size;

    private GrowingList(List<Value> shared, int size) {
        this.shared = shared;
        this.size = size;
    }

    static GrowingList of(ListValue list) {
        List<Value> elements = new ArrayList<>(list.size());
        list.forEach(elements::add);
        return new GrowingList(elements, elements.size());
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Value get(int index) {
        return shared.get(index);
    }

    @Override
    public ListValue plus(ListValue other) {
        List<Value> elements =
                shared.size() == size ? shared : new ArrayList<>(shared.subList(0, size));
        int added = other.size();
        for (int i = 0; i < added; i++) {
            elements.add(other.get(i));
        }
        return new GrowingList(elements, size + added);
    }
}
