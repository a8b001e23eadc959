package dev.purser.node.environment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The resolved environment of one container, each name once. Immutable.
///
/// @param variables in the order in which they were defined
public record Environment(List<Variable> variables) {
    public Environment {
        variables = List.copyOf(variables);
    }

    /// The value of a variable, for `$(NAME)` references.
    public Optional<String> value(String name) {
        return variables.stream()
                .filter(variable -> variable.name().equals(name))
                .map(Variable::value)
                .findFirst();
    }

    /// A copy, by name.
    public Map<String, String> asMap() {
        return variables.stream()
                .collect(
                        Collectors.toMap(
                                Variable::name,
                                Variable::value,
                                (first, second) -> second,
                                LinkedHashMap::new));
    }
}
