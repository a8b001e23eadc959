package dev.purser.cel.library;

import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.Value;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// `+`, `-`, `*`, `/`, `%` and the sign. Overflows are errors.
final class ArithmeticFunctions {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private ArithmeticFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.known("_+_", arguments -> add(arguments.get(0), arguments.get(1))),
                Function.known("_-_", arguments -> subtract(arguments.get(0), arguments.get(1))),
                Function.known("_*_", arguments -> multiply(arguments.get(0), arguments.get(1))),
                Function.known("_/_", arguments -> divide(arguments.get(0), arguments.get(1))),
                Function.known("_%_", arguments -> modulo(arguments.get(0), arguments.get(1))),
                Function.known("-_", arguments -> negate(arguments.getFirst())));
    }

    /// @throws EvaluationException also for values that cannot be added
    static Value add(Value left, Value right) {
        return switch (left) {
            case Value.Int(long a) when right instanceof Value.Int(long b) ->
                    new Value.Int(exactly(() -> Math.addExact(a, b), "integer overflow"));
            case Value.Uint(long a) when right instanceof Value.Uint(long b) -> addUnsigned(a, b);
            case Value.Real(double a) when right instanceof Value.Real(double b) ->
                    new Value.Real(a + b);
            case Value.Text(String a) when right instanceof Value.Text(String b) ->
                    new Value.Text(a + b);
            case Value.Bytes(byte[] a) when right instanceof Value.Bytes(byte[] b) -> join(a, b);
            case ListValue a when right instanceof ListValue b -> a.plus(b);
            case Value.Span(long a) when right instanceof Value.Span(long b) ->
                    new Value.Span(exactly(() -> Math.addExact(a, b), "duration overflow"));
            case Value.Span(long a) when right instanceof Value.Time(Instant b) -> later(b, a);
            case Value.Time(Instant a) when right instanceof Value.Span(long b) -> later(a, b);
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Value subtract(Value left, Value right) {
        return switch (left) {
            case Value.Int(long a) when right instanceof Value.Int(long b) ->
                    new Value.Int(exactly(() -> Math.subtractExact(a, b), "integer overflow"));
            case Value.Uint(long a) when right instanceof Value.Uint(long b) -> {
                if (Long.compareUnsigned(a, b) < 0) {
                    throw new EvaluationException("unsigned integer overflow");
                }
                yield new Value.Uint(a - b);
            }
            case Value.Real(double a) when right instanceof Value.Real(double b) ->
                    new Value.Real(a - b);
            case Value.Span(long a) when right instanceof Value.Span(long b) ->
                    new Value.Span(exactly(() -> Math.subtractExact(a, b), "duration overflow"));
            case Value.Time(Instant a) when right instanceof Value.Span(long b) ->
                    later(a, exactly(() -> Math.negateExact(b), "duration overflow"));
            case Value.Time(Instant a) when right instanceof Value.Time(Instant b) ->
                    new Value.Span(
                            exactly(() -> Duration.between(b, a).toNanos(), "timestamp overflow"));
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Value multiply(Value left, Value right) {
        return switch (left) {
            case Value.Int(long a) when right instanceof Value.Int(long b) ->
                    new Value.Int(exactly(() -> Math.multiplyExact(a, b), "integer overflow"));
            case Value.Uint(long a) when right instanceof Value.Uint(long b) -> {
                if (Math.unsignedMultiplyHigh(a, b) != 0) {
                    throw new EvaluationException("unsigned integer overflow");
                }
                yield new Value.Uint(a * b);
            }
            case Value.Real(double a) when right instanceof Value.Real(double b) ->
                    new Value.Real(a * b);
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Value divide(Value left, Value right) {
        return switch (left) {
            case Value.Int(long a) when right instanceof Value.Int(long b) -> {
                requireNotZero(b, "division by zero");
                if (a == Long.MIN_VALUE && b == -1) {
                    throw new EvaluationException("integer overflow");
                }
                yield new Value.Int(a / b);
            }
            case Value.Uint(long a) when right instanceof Value.Uint(long b) -> {
                requireNotZero(b, "division by zero");
                yield new Value.Uint(Long.divideUnsigned(a, b));
            }
            case Value.Real(double a) when right instanceof Value.Real(double b) ->
                    new Value.Real(a / b);
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Value modulo(Value left, Value right) {
        return switch (left) {
            case Value.Int(long a) when right instanceof Value.Int(long b) -> {
                requireNotZero(b, "modulus by zero");
                if (a == Long.MIN_VALUE && b == -1) {
                    throw new EvaluationException("integer overflow");
                }
                yield new Value.Int(a % b);
            }
            case Value.Uint(long a) when right instanceof Value.Uint(long b) -> {
                requireNotZero(b, "modulus by zero");
                yield new Value.Uint(Long.remainderUnsigned(a, b));
            }
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Value negate(Value value) {
        return switch (value) {
            case Value.Int(long number) ->
                    new Value.Int(exactly(() -> Math.negateExact(number), "integer overflow"));
            case Value.Real(double number) -> new Value.Real(-number);
            case Value.Span(long nanos) ->
                    new Value.Span(exactly(() -> Math.negateExact(nanos), "duration overflow"));
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Value addUnsigned(long a, long b) {
        if (Long.compareUnsigned(a + b, a) < 0) {
            throw new EvaluationException("unsigned integer overflow");
        }
        return new Value.Uint(a + b);
    }

    private static Value join(byte[] a, byte[] b) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(a.length + b.length);
        joined.writeBytes(a);
        joined.writeBytes(b);
        return new Value.Bytes(joined.toByteArray());
    }

    private static Value later(Instant time, long nanoseconds) {
        try {
            return inRange(time.plusNanos(nanoseconds));
        } catch (DateTimeException | ArithmeticException e) {
            throw new EvaluationException("timestamp overflow");
        }
    }

    /// A time between the years 1 and 9999.
    static Value inRange(Instant time) {
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new EvaluationException("timestamp overflow");
        }
        return new Value.Time(time);
    }

    private static void requireNotZero(long divisor, String error) {
        if (divisor == 0) {
            throw new EvaluationException(error);
        }
    }

    private static long exactly(java.util.function.LongSupplier operation, String error) {
        try {
            return operation.getAsLong();
        } catch (ArithmeticException e) {
            throw new EvaluationException(error);
        }
    }
}
