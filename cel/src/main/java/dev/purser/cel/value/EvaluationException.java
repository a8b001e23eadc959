package dev.purser.cel.value;

/// An expression failed, with cel-go's text of why. `&&`, `||` and optional access may overcome it.
public class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EvaluationException(String message) {
        super(message, null, false, false);
    }

    /// The operands are of types that the operation does not know.
    public static EvaluationException noSuchOverload() {
        return new EvaluationException("no such overload");
    }

    /// A value cannot become one of another type.
    public static EvaluationException noConversion(Value from, String to) {
        return new EvaluationException(
                "type conversion error from '%s' to '%s'".formatted(from.typeName(), to));
    }
}
