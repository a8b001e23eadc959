package dev.purser.cel.compile;

/// What became of the text of an expression.
public sealed interface Compilation {
    /// An expression that can be run.
    record Done(CheckedExpression expression) implements Compilation {}

    /// A text that is no expression, or not of these variables.
    ///
    /// @param errors in cel-go's form, each with its place and a line that points there
    record Failed(String errors) implements Compilation {}
}
