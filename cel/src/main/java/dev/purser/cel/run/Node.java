package dev.purser.cel.run;

import dev.purser.cel.value.Value;

/// A part of an expression, ready to run. Immutable and thread-safe.
interface Node {
    /// @throws dev.purser.cel.value.EvaluationException when there is no result
    Value evaluate(Frame frame);
}
