package dev.purser.cel.rule;

import dev.purser.cel.schema.DeclaredType;
import dev.purser.cel.schema.SchemaNode;
import dev.purser.cel.schema.SchemaTypes;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How often values of a level of a schema can be in one object.
///
/// @param most empty if the schema sets no limit
record Occurrences(OptionalLong most) {
    static Occurrences once() {
        return new Occurrences(OptionalLong.of(1));
    }

    /// How often values of a level below a schema can be.
    Occurrences below(SchemaNode schema) {
        boolean map =
                schema.type().equals("object")
                        && !schema.json().path("additionalProperties").isMissingNode();
        if (!map && !schema.type().equals("array")) {
            return this;
        }
        OptionalLong limit = schema.limit(map ? "maxProperties" : "maxItems");
        return most.isEmpty() || limit.isEmpty()
                ? new Occurrences(OptionalLong.empty())
                : new Occurrences(OptionalLong.of(product(most.getAsLong(), limit.getAsLong())));
    }

    /// What it costs to do something with each; without a limit, as often as fits into a request.
    long times(long cost, @Nullable DeclaredType type) {
        long minSize = type == null ? 0 : type.minSize();
        return product(cost, most.orElse(SchemaTypes.MAX_REQUEST_BYTES / (minSize + 1)));
    }

    private static long product(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }
}
