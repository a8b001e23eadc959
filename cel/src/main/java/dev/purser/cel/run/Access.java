package dev.purser.cel.run;

import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reaching into values: `a.b`, `a[b]`, `a.?b`, `a[?b]` and `has(a.b)`.
final class Access {
    private Access() {}

    /// @param cost 1, and 1 more if the container is neither a variable nor a part of one
    /// @param optional whether what is missing is no error
    record Member(Node container, Node key, int cost, boolean optional) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            Value value = container.evaluate(frame);
            Value name = Attributes.part(key, frame);
            if (value instanceof Value.Maybe(Value inner)) {
                Value found = inner == null ? Value.Maybe.NONE : maybe(find(inner, name));
                frame.charge(found.equals(Value.Maybe.NONE) ? cost - 1 : cost);
                return found;
            }
            if (optional) {
                Value found = maybe(find(value, name));
                frame.charge(found.equals(Value.Maybe.NONE) ? cost - 1 : cost);
                return found;
            }
            frame.charge(cost);
            return get(value, name);
        }
    }

    record Presence(Node container, Value.Text key) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            Value value = container.evaluate(frame);
            if (value instanceof Value.Maybe(Value inner)) {
                return Value.Bool.of(inner != null && find(inner, key) != null);
            }
            return Value.Bool.of(find(value, key) != null);
        }
    }

    private static Value maybe(@Nullable Value value) {
        return value == null
                ? Value.Maybe.NONE
                : value instanceof Value.Maybe ? value : new Value.Maybe(value);
    }

    private static @Nullable Value find(Value container, Value key) {
        return switch (container) {
            case MapValue map -> map.find(key);
            case ListValue list ->
                    index(key)
                            .filter(i -> i >= 0 && i < list.size())
                            .map(i -> list.get(i.intValue()))
                            .orElse(null);
            default -> throw noSuchKey(key);
        };
    }

    private static Value get(Value container, Value key) {
        return switch (container) {
            case MapValue map -> {
                Value found = map.find(key);
                if (found == null) {
                    throw noSuchKey(key);
                }
                yield found;
            }
            case ListValue list -> element(list, key);
            default -> throw noSuchKey(key);
        };
    }

    private static Value element(ListValue list, Value key) {
        long index =
                index(key)
                        .orElseThrow(() ->
                                new EvaluationException(
                                        "unsupported index type '%s' in list"
                                                .formatted(key.typeName())));
        if (index < 0 || index >= list.size()) {
            throw new EvaluationException("index out of bounds: " + index);
        }
        return list.get((int) index);
    }

    private static Optional<Long> index(Value key) {
        return switch (key) {
            case Value.Int(long number) -> Optional.of(number);
            case Value.Uint(long number) -> Optional.of(number);
            case Value.Real(double number) when number == Math.rint(number) ->
                    Optional.of((long) number);
            default -> Optional.empty();
        };
    }

    private static EvaluationException noSuchKey(Value key) {
        return new EvaluationException("no such key: " + Texts.of(key));
    }
}
