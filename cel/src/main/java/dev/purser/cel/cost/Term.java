package dev.purser.cel.cost;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Optional;

/// An operand of a call, with what is known of it.
///
/// @param path how the value is reached from a variable; empty if it is not
/// @param size what the expression itself tells
record Term(CelExpr expression, CelType type, List<String> path, Optional<Range> size) {
    Range sizeOrUnknown() {
        return size.orElse(Range.UNKNOWN);
    }

    /// The type of the elements of a list; dyn if the operand is none.
    CelType elementType() {
        return type.parameters().isEmpty() ? SimpleType.DYN : type.parameters().getFirst();
    }
}
