package dev.purser.external.template.run;

import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Value;
import java.util.List;

/// What templates can call.
///
/// @param parameters the types of what it takes
/// @param variadic whether the last of them may be given any number of times
public record Function(List<GoType> parameters, boolean variadic, Body body) {
    public Function {
        parameters = List.copyOf(parameters);
    }

    /// What a function does.
    @FunctionalInterface
    public interface Body {
        Value call(Arguments arguments) throws CallException;
    }

    /// How many arguments there are at least.
    int fixed() {
        return variadic ? parameters.size() - 1 : parameters.size();
    }

    GoType parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }
}
