package dev.purser.external.template.run;

import dev.purser.external.template.value.Bool;
import dev.purser.external.template.value.Kind;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Real;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.Value;
import dev.purser.external.template.value.Whole;

/// Which values are equal, and which is less.
final class Comparison {
    private Comparison() {}

    static boolean isEqual(Value first, Value second) throws CallException {
        if (first instanceof Nil || second instanceof Nil) {
            return isNil(first) && isNil(second);
        }
        if (first instanceof Whole a && second instanceof Whole b) {
            return a.value() == b.value();
        }
        if (basic(first) != basic(second)) {
            throw incompatible(first, second);
        }
        return switch (first) {
            case Bool bool -> bool.equals(second);
            case Real real -> second instanceof Real other && real.value() == other.value();
            case Text text -> second instanceof Text other && text.bytes().equals(other.bytes());
            case Sequence _, Mapping _ -> nilEquality(first, second);
            default -> first.equals(second);
        };
    }

    private static boolean nilEquality(Value first, Value second) throws CallException {
        if (first.kind() != second.kind()) {
            throw new CallException(
                    "non-comparable types %s and %s".formatted(first.type(), second.type()));
        }
        if (isNil(first) || isNil(second)) {
            return isNil(first) == isNil(second);
        }
        throw new CallException("non-comparable type " + second.type());
    }

    private static boolean isNil(Value value) {
        return value instanceof Nil || (value instanceof Sequence list && list.isNil());
    }

    static boolean isLess(Value first, Value second) throws CallException {
        if (basic(first) == Kind.INVALID || basic(second) == Kind.INVALID) {
            throw new CallException("invalid type for comparison");
        }
        if (first instanceof Whole a && second instanceof Whole b) {
            return a.value() < b.value();
        }
        if (basic(first) != basic(second)) {
            throw incompatible(first, second);
        }
        return switch (first) {
            case Real real -> second instanceof Real other && real.value() < other.value();
            case Text text ->
                    second instanceof Text other && text.bytes().compareTo(other.bytes()) < 0;
            default -> throw new CallException("invalid type for comparison");
        };
    }

    private static CallException incompatible(Value first, Value second) {
        return new CallException(
                "incompatible types for comparison: %s and %s"
                        .formatted(first.type(), second.type()));
    }

    /// What can be compared with each other; all that has no order is one kind.
    private static Kind basic(Value value) {
        return switch (value) {
            case Bool _ -> Kind.BOOL;
            case Whole _ -> Kind.INT;
            case Real _ -> Kind.FLOAT64;
            case Text _ -> Kind.STRING;
            default -> Kind.INVALID;
        };
    }
}
