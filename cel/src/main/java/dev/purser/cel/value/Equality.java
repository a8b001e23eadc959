package dev.purser.cel.value;

import org.jspecify.annotations.Nullable;

/// When CEL calls two values equal: numbers by their value, whatever their type.
public final class Equality {
    private Equality() {}

    /// @throws EvaluationException when values of a library's types meet others
    public static boolean equal(Value left, Value right) {
        return switch (left) {
            case Value.Null ignored -> right == Value.Null.NULL;
            case Value.Int ignored -> equalNumbers(left, right);
            case Value.Uint ignored -> equalNumbers(left, right);
            case Value.Real ignored -> equalNumbers(left, right);
            case Value.Maybe(Value inner) ->
                    right instanceof Value.Maybe(Value other) && equalParts(inner, other);
            case Value.Scalar ignored -> left.equals(right);
            case ListValue list -> right instanceof ListValue other && list.equalTo(other);
            case MapValue map -> right instanceof MapValue other && map.equalTo(other);
            case OpaqueValue opaque -> equalOpaque(opaque, right);
        };
    }

    private static boolean equalParts(@Nullable Value left, @Nullable Value right) {
        if (left == null || right == null) {
            return left == null && right == null;
        }
        return equal(left, right);
    }

    private static boolean equalNumbers(Value left, Value right) {
        return right instanceof Value.Numeric
                && !Ordering.isNan(left)
                && !Ordering.isNan(right)
                && Ordering.compare(left, right) == 0;
    }

    private static boolean equalOpaque(OpaqueValue left, Value right) {
        if (right == Value.Null.NULL) {
            return false;
        }
        if (right instanceof OpaqueValue other && left.typeName().equals(other.typeName())) {
            return left.equalTo(other);
        }
        throw EvaluationException.noSuchOverload();
    }
}
