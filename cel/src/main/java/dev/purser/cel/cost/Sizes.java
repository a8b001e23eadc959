package dev.purser.cel.cost;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.purser.cel.schema.DeclaredType;
import java.util.List;
import java.util.Optional;

/// How large values are.
///
/// @param root the type of the variables
record Sizes(DeclaredType root) {
    /// The size of a value that a path leads to from a variable.
    Optional<Range> declared(List<String> path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        DeclaredType here = root;
        for (String step : path.subList(1, path.size())) {
            Optional<DeclaredType> next =
                    switch (step) {
                        case "@items", "@values" -> here.element();
                        case "@keys" ->
                                here instanceof DeclaredType.MapOf
                                        ? Optional.of(DeclaredType.Scalar.STRING)
                                        : Optional.empty();
                        default -> here.field(step);
                    };
            if (next.isEmpty()) {
                return Optional.empty();
            }
            here = next.get();
        }
        return Optional.of(new Range(0, here.maxElements()));
    }

    /// The size of what an expression writes out.
    static Optional<Range> literal(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT ->
                    Optional.of(
                            Range.fixed(
                                    switch (expression.constant().getKind()) {
                                        case STRING_VALUE ->
                                                expression
                                                        .constant()
                                                        .stringValue()
                                                        .codePoints()
                                                        .count();
                                        case BYTES_VALUE ->
                                                expression.constant().bytesValue().size();
                                        default -> 1;
                                    }));
            case LIST -> Optional.of(Range.fixed(expression.list().elements().size()));
            case MAP -> Optional.of(Range.fixed(expression.map().entries().size()));
            default -> Optional.empty();
        };
    }

    /// Values of some types all have the same size.
    static Optional<Range> ofType(CelType type) {
        return switch (type.kind()) {
            case BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT -> Optional.of(Range.ONE);
            case OPAQUE ->
                    type.name().equals("optional_type")
                            ? ofType(type.parameters().getFirst())
                            : Optional.empty();
            default -> Optional.empty();
        };
    }
}
