package dev.purser.cel.compile;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.purser.cel.library.Library;
import java.util.List;

/// An expression whose names and types are known. Immutable and thread-safe.
///
/// @param library the functions that it may call
public record CheckedExpression(String text, CelAbstractSyntaxTree tree, Library library) {
    /// The type of the result.
    public CelType type() {
        return tree.getResultType();
    }

    /// The name of the type of the result, as errors show it.
    public String typeName() {
        return TypeNames.declared(type());
    }

    /// Whether the expression uses a variable.
    public boolean uses(String variable) {
        return tree.getReferenceMap().values().stream()
                .anyMatch(reference -> reference.name().equals(variable));
    }

    /// The signatures that a call may mean.
    public List<String> overloads(long callId) {
        return tree.getReference(callId)
                .map(CelReference::overloadIds)
                .<List<String>>map(ids -> ids)
                .orElseGet(List::of);
    }
}
