package dev.purser.cel.run;

import dev.purser.cel.value.Value;

/// How a run ended.
public sealed interface Outcome {
    /// In units of about 50 ns, as cel-go reckons.
    long cost();

    record Result(Value value, long cost) implements Outcome {}

    /// @param error cel-go's text
    record Failure(String error, long cost) implements Outcome {
        /// Whether the expression was ended because of its cost.
        public boolean isTooExpensive() {
            return error.startsWith("operation cancelled");
        }
    }
}
