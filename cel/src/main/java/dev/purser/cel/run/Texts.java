package dev.purser.cel.run;

import dev.purser.cel.value.Value;

/// Values in error texts.
final class Texts {
    private Texts() {}

    /// The type that cel-go keeps a value in.
    static String nativeType(Value value) {
        return switch (value) {
            case Value.Null ignored -> "types.Null";
            case Value.Bool ignored -> "types.Bool";
            case Value.Int ignored -> "types.Int";
            case Value.Uint ignored -> "types.Uint";
            case Value.Real ignored -> "types.Double";
            case Value.Text ignored -> "types.String";
            case Value.Bytes ignored -> "types.Bytes";
            case Value.Time ignored -> "types.Timestamp";
            case Value.Span ignored -> "types.Duration";
            case Value.Maybe ignored -> "*types.Optional";
            case Value.Type ignored -> "*types.Type";
            default -> value.typeName();
        };
    }

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
