package dev.purser.cel.run;

import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values with parts that an expression makes.
final class Aggregates {
    private static final int LIST_COST = 10;
    private static final int MAP_COST = 30;
    private static final int STRUCT_COST = 40;

    private Aggregates() {}

    /// @param optional whether the value is left out when it is missing
    record Part(Node value, boolean optional) {
        /// The value; empty when it is left out.
        Optional<Value> evaluate(Frame frame) {
            Value result = value.evaluate(frame);
            if (!optional) {
                return Optional.of(result);
            }
            if (result instanceof Value.Maybe(Value inner)) {
                return Optional.ofNullable(inner);
            }
            throw new EvaluationException(
                    "cannot initialize optional entry from non-optional value");
        }
    }

    record MakeList(List<Part> elements) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            List<Value> values = new ArrayList<>(elements.size());
            for (Part element : elements) {
                element.evaluate(frame).ifPresent(values::add);
            }
            frame.charge(LIST_COST);
            return new ListValue.Elements(values);
        }
    }

    record Entry(Node key, Part value) {}

    record MakeMap(List<Entry> entries) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            Map<Value, Value> values = new LinkedHashMap<>();
            for (Entry entry : entries) {
                Value key = entry.key().evaluate(frame);
                entry.value().evaluate(frame).ifPresent(value -> values.put(key, value));
            }
            frame.charge(MAP_COST);
            return new MapValue.Entries(values);
        }
    }

    /// @param type the name of the type
    record MakeStruct(String type, Map<String, Part> fields) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            Map<Value, Value> values = new LinkedHashMap<>();
            fields.forEach((name, part) ->
                    part.evaluate(frame)
                            .ifPresent(value -> values.put(new Value.Text(name), value)));
            frame.charge(STRUCT_COST);
            return new StructValue(type, new MapValue.Entries(values));
        }
    }
}
