package dev.purser.external.template.run;

import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Printf;
import dev.purser.external.template.value.Printing;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.Value;
import dev.purser.external.template.value.Whole;
import java.util.List;

/// The functions that the language has by itself.
public final class Builtins {
    private Builtins() {}

    public static void addTo(FunctionTable table) {
        GoType value = GoType.VALUE;
        table.addVariadic("and", a -> a.value(0), value, value);
        table.addVariadic("or", a -> a.value(0), value, value);
        table.add("not", a -> Value.of(!a.value(0).isTrue()), value);
        table.add("len", a -> length(a.value(0)), value);
        table.addVariadic("index", Builtins::index, value, value);
        table.addVariadic("call", Builtins::call, value, value);
        table.addVariadic("eq", a -> Value.of(equal(a)), value, value);
        table.add("ne", a -> Value.of(!equal(a)), value, value);
        table.add("lt", a -> Value.of(Comparison.isLess(a.value(0), a.value(1))), value, value);
        table.add("le", a -> Value.of(isAtMost(a)), value, value);
        table.add("gt", a -> Value.of(!isAtMost(a)), value, value);
        table.add("ge", a -> Value.of(!Comparison.isLess(a.value(0), a.value(1))), value, value);
        table.addVariadic("print", a -> Value.of(Printing.print(a.all())), GoType.ANY);
        table.addVariadic("println", a -> Value.of(Printing.println(a.all())), GoType.ANY);
        table.addVariadic("printf", Builtins::format, GoType.STRING, GoType.ANY);
        table.addVariadic("html", a -> Value.of(Escaping.html(shown(a))), GoType.ANY);
        table.addVariadic("js", a -> Value.of(Escaping.script(shown(a))), GoType.ANY);
        table.addVariadic("urlquery", a -> Value.of(Escaping.query(shown(a))), GoType.ANY);
    }

    private static String shown(Arguments arguments) throws CallException {
        String text = Printing.print(arguments.all());
        arguments.expect(6L * text.length());
        return text;
    }

    private static Value format(Arguments arguments) throws CallException {
        for (Value argument : arguments.from(1)) {
            if (argument instanceof Text text) {
                arguments.expect(text.bytes().length());
            }
        }
        return Value.of(Printf.format(arguments.text(0), arguments.from(1)));
    }

    private static Value call(Arguments arguments) throws CallException {
        if (arguments.value(0) instanceof Nil) {
            throw new CallException("call of nil");
        }
        throw new CallException("non-function of type " + arguments.value(0).type());
    }

    private static Value length(Value value) throws CallException {
        return switch (value) {
            case Text text -> Value.of(text.bytes().length());
            case Sequence list -> Value.of(list.values().size());
            case Mapping map -> Value.of(map.members().size());
            case Nil _ -> throw new CallException("len of nil pointer");
            default -> throw new CallException("len of type " + value.type());
        };
    }

    private static Value index(Arguments arguments) throws CallException {
        Value item = arguments.value(0);
        if (item instanceof Nil) {
            throw new CallException("index of untyped nil");
        }
        for (Value index : arguments.from(1)) {
            item =
                    switch (item) {
                        case Text text ->
                                new Whole(
                                        GoType.UINT8,
                                        text.bytes().charAt(place(index, text.bytes().length())));
                        case Sequence list -> list.values().get(place(index, list.values().size()));
                        case Mapping map -> member(map, index);
                        case Nil _ -> throw new CallException("index of nil pointer");
                        default ->
                                throw new CallException("can't index item of type " + item.type());
                    };
        }
        return item;
    }

    private static int place(Value index, int size) throws CallException {
        return switch (index) {
            case Whole whole when whole.value() >= 0 && whole.value() < size -> (int) whole.value();
            case Whole whole when whole.value() == size ->
                    throw new CallException("reflect: slice index out of range");
            case Whole whole ->
                    throw new CallException("index out of range: ", String.valueOf(whole.value()));
            case Nil _ -> throw new CallException("cannot index slice/array with nil");
            default ->
                    throw new CallException("cannot index slice/array with type " + index.type());
        };
    }

    private static Value member(Mapping map, Value index) throws CallException {
        if (index instanceof Nil) {
            throw new CallException("value is nil; should be of type string");
        }
        if (!(index instanceof Text key)) {
            throw new CallException(
                    "value has type " + index.type() + "; should be " + GoType.STRING);
        }
        return map.members().getOrDefault(key.bytes(), Zeros.ofElements(map.type()));
    }

    private static boolean equal(Arguments arguments) throws CallException {
        List<Value> others = arguments.from(1);
        if (others.isEmpty()) {
            throw new CallException("missing argument for comparison");
        }
        for (Value other : others) {
            if (Comparison.isEqual(arguments.value(0), other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAtMost(Arguments arguments) throws CallException {
        Value first = arguments.value(0);
        Value second = arguments.value(1);
        return Comparison.isLess(first, second) || Comparison.isEqual(first, second);
    }
}
