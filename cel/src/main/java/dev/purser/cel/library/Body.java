package dev.purser.cel.library;

import dev.purser.cel.value.Value;
import java.util.List;

/// What a function does. Pure and thread-safe.
@FunctionalInterface
public interface Body {
    /// @param arguments the receiver of a method comes first
    /// @throws dev.purser.cel.value.EvaluationException when there is no result
    Value call(List<Value> arguments);
}
