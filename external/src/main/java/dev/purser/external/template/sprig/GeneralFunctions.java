package dev.purser.external.template.sprig;

import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Value;

/// Functions of any value: defaults, choices, types.
final class GeneralFunctions {
    private static final GoType ANY = GoType.ANY;
    private static final GoType STRING = GoType.STRING;

    private GeneralFunctions() {}

    static void addTo(FunctionTable table) {
        table.addVariadic("default", GeneralFunctions::defaultValue, ANY, ANY);
        table.add("empty", a -> Value.of(Casts.isEmpty(a.value(0))), ANY);
        table.addVariadic("coalesce", GeneralFunctions::coalesce, ANY);
        table.addVariadic("all", a -> Value.of(a.all().stream().noneMatch(Casts::isEmpty)), ANY);
        table.addVariadic("any", a -> Value.of(!a.all().stream().allMatch(Casts::isEmpty)), ANY);
        table.add("ternary", a -> a.bool(2) ? a.value(0) : a.value(1), ANY, ANY, GoType.BOOL);
        table.add(
                "fail",
                a -> {
                    throw new CallException("", a.text(0));
                },
                STRING);
        table.add("typeOf", a -> Value.of(type(a.value(0))), ANY);
        table.add("kindOf", a -> Value.of(kind(a.value(0))), ANY);
        table.add("typeIs", a -> Value.of(a.text(0).equals(type(a.value(1)))), STRING, ANY);
        table.add(
                "typeIsLike",
                a -> {
                    String type = type(a.value(1));
                    return Value.of(a.text(0).equals(type) || ("*" + a.text(0)).equals(type));
                },
                STRING,
                ANY);
        table.add("kindIs", a -> Value.of(a.text(0).equals(kind(a.value(1)))), STRING, ANY);
        table.add(
                "deepEqual",
                a -> Value.of(DeepEquality.areEqual(a.value(0), a.value(1))),
                ANY,
                ANY);
    }

    private static Value defaultValue(Arguments arguments) {
        boolean given = arguments.count() > 1 && !Casts.isEmpty(arguments.value(1));
        return given ? arguments.value(1) : arguments.value(0);
    }

    private static Value coalesce(Arguments arguments) {
        return arguments.all().stream()
                .filter(value -> !Casts.isEmpty(value))
                .findFirst()
                .orElse(Nil.EMPTY_INTERFACE);
    }

    private static String type(Value value) {
        return value instanceof Nil ? "<nil>" : value.type().name();
    }

    private static String kind(Value value) {
        return value instanceof Nil ? "invalid" : value.kind().goName();
    }
}
