package dev.purser.cel.policy;

import dev.purser.cel.run.Program;

/// An expression of a policy, compiled or not.
public sealed interface Expression {
    /// The expression as it was written.
    String text();

    record Compiled(String text, Program program) implements Expression {}

    /// @param error why it does not compile
    record Broken(String text, Defect error) implements Expression {}

    /// @param isInternal whether it is no fault of the text's form
    record Defect(String detail, boolean isInternal) {}
}
