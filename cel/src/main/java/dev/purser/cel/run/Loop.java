package dev.purser.cel.run;

import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.List;

/// A comprehension: what `all`, `map` and their kin become.
///
/// @param first the slot of the element, or with two variables of the index or key
/// @param second the slot of the second variable; below 0 if there is none
/// @param accumulator the slot of the intermediate result
record Loop(
        Node range,
        int first,
        int second,
        int accumulator,
        Node start,
        Node condition,
        Node step,
        Node result)
        implements Node {
    @Override
    public Value evaluate(Frame frame) {
        Value over = range.evaluate(frame);
        switch (over) {
            case ListValue list -> {
                begin(frame);
                overList(frame, list);
            }
            case MapValue map -> {
                begin(frame);
                overMap(frame, map);
            }
            default ->
                    throw new EvaluationException(
                            "got '%s', expected iterable type".formatted(Texts.nativeType(over)));
        }
        return result.evaluate(frame);
    }

    private void begin(Frame frame) {
        frame.computeLocal(accumulator, start);
    }

    private void overList(Frame frame, ListValue list) {
        for (int i = 0; i < list.size(); i++) {
            if (second < 0) {
                frame.setLocal(first, list.get(i));
            } else {
                frame.setLocal(first, new Value.Int(i));
                frame.setLocal(second, list.get(i));
            }
            if (!goesOn(frame)) {
                return;
            }
        }
    }

    private void overMap(Frame frame, MapValue map) {
        List<Value> keys = new ArrayList<>(map.keys());
        for (Value key : keys) {
            frame.setLocal(first, key);
            if (second >= 0) {
                Value value = map.find(key);
                frame.setLocal(second, value == null ? Value.Null.NULL : value);
            }
            if (!goesOn(frame)) {
                return;
            }
        }
    }

    /// Takes one step, unless the loop is over. A condition that fails does not end it.
    private boolean goesOn(Frame frame) {
        try {
            if (condition.evaluate(frame).equals(Value.Bool.FALSE)) {
                return false;
            }
        } catch (CostLimitException e) {
            throw e;
        } catch (EvaluationException e) {
            frame.computeLocal(accumulator, step);
            return true;
        }
        frame.computeLocal(accumulator, step);
        return true;
    }
}
