package dev.purser.external.template.run;

import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.Value;
import java.util.Collection;
import java.util.List;

/// What a rendering may use up, so that a template without end ends with an error. Not thread-safe.
final class Budget {
    /// As much as fits a Secret.
    static final int OUTPUT_MAX = 1 << 20;

    static final int DEPTH_MAX = 200;

    private static final int STEPS_MAX = 1_000_000;
    private static final int VALUE_MAX = 8 << 20;
    private static final long TOTAL_MAX = 128L << 20;
    private static final int NESTING_MAX = 100;

    private int steps;
    private long total;

    void charge(int count) throws CallException {
        steps += count;
        if (steps > STEPS_MAX) {
            throw new CallException("the template takes more than " + STEPS_MAX + " steps");
        }
    }

    /// Takes account of something of a size that is about to be made.
    void allow(long size) throws CallException {
        if (size > VALUE_MAX) {
            throw new CallException("a value would be larger than " + VALUE_MAX + " bytes");
        }
        total += size;
        if (total > TOTAL_MAX) {
            throw new CallException("the template makes more than " + TOTAL_MAX + " bytes");
        }
    }

    /// Takes account of a value that was made.
    void made(Value value) throws CallException {
        switch (value) {
            case Text text -> allow(text.bytes().length());
            case Sequence list -> allow(list.values().size() * 16L);
            default -> {}
        }
    }

    /// Makes sure that a value can be shown: that it has an end.
    void measure(Value value) throws CallException {
        if (value instanceof Sequence || value instanceof Mapping) {
            measure(value, 0, new long[1]);
        }
    }

    private void measure(Value value, int depth, long[] size) throws CallException {
        size[0] += value instanceof Text text ? 1 + text.bytes().length() : 1;
        if (size[0] > VALUE_MAX) {
            throw new CallException("a value is larger than " + VALUE_MAX + " bytes");
        }
        if (depth > NESTING_MAX) {
            throw new CallException("a value is nested more than " + NESTING_MAX + " deep");
        }
        for (Value element : elements(value)) {
            allow(1);
            measure(element, depth + 1, size);
        }
    }

    private static Collection<Value> elements(Value value) {
        return switch (value) {
            case Sequence list -> list.values();
            case Mapping map -> map.members().values();
            default -> List.of();
        };
    }
}
