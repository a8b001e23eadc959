package dev.purser.cel.run;

import dev.purser.cel.value.Value;
import java.util.Map;
import java.util.Optional;

/// The values of variables while an expression runs.
@FunctionalInterface
public interface Activation {
    /// The value of a variable; empty if it has none.
    ///
    /// @throws dev.purser.cel.value.EvaluationException when the value cannot be had
    Optional<Value> variable(String name);

    static Activation of(Map<String, ? extends Value> values) {
        return name -> Optional.ofNullable(values.get(name));
    }
}
