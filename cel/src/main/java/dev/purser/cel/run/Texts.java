package dev.purser.cel.run;

import dev.purser.cel.value.Value;

/// Values in error texts.
final class Texts {
    private Texts() {}

    static String of(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Int(long number) -> Long.toString(number);
            case Value.Uint(long number) -> Long.toUnsignedString(number);
            case Value.Bool(boolean bool) -> Boolean.toString(bool);
            case Value.Real(double number) ->
                    number == Math.rint(number) && Math.abs(number) < 1e15
                            ? Long.toString((long) number)
                            : Double.toString(number);
            default -> value.typeName();
        };
    }
}
