package dev.purser.cel.library;

import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.Value;
import java.util.List;

/// Reads the arguments of a call.
final class Arguments {
    private Arguments() {}

    static String text(List<Value> arguments, int index) {
        if (arguments.get(index) instanceof Value.Text(String text)) {
            return text;
        }
        throw EvaluationException.noSuchOverload();
    }

    static long integer(List<Value> arguments, int index) {
        if (arguments.get(index) instanceof Value.Int(long number)) {
            return number;
        }
        throw EvaluationException.noSuchOverload();
    }

    static boolean bool(List<Value> arguments, int index) {
        if (arguments.get(index) instanceof Value.Bool(boolean value)) {
            return value;
        }
        throw EvaluationException.noSuchOverload();
    }

    static ListValue list(List<Value> arguments, int index) {
        if (arguments.get(index) instanceof ListValue list) {
            return list;
        }
        throw EvaluationException.noSuchOverload();
    }

    static <T extends Value> T of(Class<T> type, List<Value> arguments, int index) {
        Value value = arguments.get(index);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw EvaluationException.noSuchOverload();
    }
}
