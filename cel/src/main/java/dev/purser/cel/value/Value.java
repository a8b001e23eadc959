package dev.purser.cel.value;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A value of the Common Expression Language. Immutable.
///
/// Records compare by their parts, as Java does; CEL's own equality, in which `1 == 1.0`, is
/// [Equality].
public sealed interface Value permits Value.Scalar, ListValue, MapValue, OpaqueValue {
    /// The name that `type(x)` has and that errors show.
    String typeName();

    /// A value without parts.
    sealed interface Scalar extends Value
            permits Null, Bool, Int, Uint, Real, Text, Bytes, Time, Span, Maybe, Type {}

    /// A number.
    sealed interface Numeric permits Int, Uint, Real {}

    /// JSON's null.
    enum Null implements Scalar {
        NULL;

        @Override
        public String typeName() {
            return "null_type";
        }
    }

    record Bool(boolean value) implements Scalar {
        public static final Bool TRUE = new Bool(true);
        public static final Bool FALSE = new Bool(false);

        public static Bool of(boolean value) {
            return value ? TRUE : FALSE;
        }

        @Override
        public String typeName() {
            return "bool";
        }
    }

    record Int(long value) implements Scalar, Numeric {
        @Override
        public String typeName() {
            return "int";
        }
    }

    /// @param value 64 bits without a sign
    record Uint(long value) implements Scalar, Numeric {
        @Override
        public String typeName() {
            return "uint";
        }
    }

    record Real(double value) implements Scalar, Numeric {
        @Override
        public String typeName() {
            return "double";
        }
    }

    record Text(String value) implements Scalar {
        /// The length that CEL counts: code points.
        public int size() {
            return value.codePointCount(0, value.length());
        }

        @Override
        public String typeName() {
            return "string";
        }
    }

    /// A sequence of bytes. The array belongs to the value; nobody changes it.
    @SuppressWarnings("ArrayRecordComponent") // Compared by content below.
    record Bytes(byte[] value) implements Scalar {
        @Override
        public String typeName() {
            return "bytes";
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes(byte[] bytes) && Arrays.equals(value, bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + value.length + "]";
        }
    }

    /// A point in time, from year 1 to 9999.
    record Time(Instant value) implements Scalar {
        @Override
        public String typeName() {
            return "google.protobuf.Timestamp";
        }
    }

    /// @param nanoseconds how long
    record Span(long nanoseconds) implements Scalar {
        @Override
        public String typeName() {
            return "google.protobuf.Duration";
        }
    }

    /// A value that may be missing.
    ///
    /// @param value null when it is
    record Maybe(@Nullable Value value) implements Scalar {
        public static final Maybe NONE = new Maybe(null);

        @Override
        public String typeName() {
            return "optional_type";
        }
    }

    /// The type of a value, as a value.
    record Type(String name) implements Scalar {
        @Override
        public String typeName() {
            return "type";
        }
    }
}
