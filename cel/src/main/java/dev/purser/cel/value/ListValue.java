package dev.purser.cel.value;

import java.util.Iterator;
import java.util.List;

/// A list. How lists compare and what `+` means depends on the kind of list: a set and a list with
/// keys know no order.
public non-sealed interface ListValue extends Value, Iterable<Value> {
    int size();

    /// The element at a place from 0 to below [#size].
    ///
    /// @throws EvaluationException when the element cannot be read
    Value get(int index);

    /// A list of all elements of this one, then all of the other.
    default ListValue plus(ListValue other) {
        return GrowingList.of(this).plus(other);
    }

    /// Whether the other list has equal elements, in the order of this one.
    default boolean equalTo(ListValue other) {
        if (size() != other.size()) {
            return false;
        }
        for (int i = 0; i < size(); i++) {
            if (!Equality.equal(get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    default Iterator<Value> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public Value next() {
                return get(next++);
            }
        };
    }

    @Override
    default String typeName() {
        return "list";
    }

    /// A list that an expression made.
    record Elements(List<Value> values) implements ListValue {
        @Override
        public int size() {
            return values.size();
        }

        @Override
        public Value get(int index) {
            return values.get(index);
        }
    }

    /// A list of texts.
    static ListValue ofTexts(List<String> texts) {
        return new Elements(texts.stream().<Value>map(Text::new).toList());
    }
}
