package dev.purser.external.template.run;

import dev.purser.external.template.run.Function.Body;
import dev.purser.external.template.value.GoType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The functions of templates by their names. Filled before its first use; thread-safe from then
/// on.
public final class FunctionTable {
    private final Map<String, Function> byName = new HashMap<>();

    /// Adds a function; one of the same name that was there before is gone.
    public void add(String name, Body body, GoType... parameters) {
        byName.put(name, new Function(List.of(parameters), false, body));
    }

    /// Adds a function whose last argument may be given any number of times.
    public void addVariadic(String name, Body body, GoType... parameters) {
        byName.put(name, new Function(List.of(parameters), true, body));
    }

    /// Lets a function have a further name.
    public void alias(String name, String of) {
        byName.put(name, find(of).orElseThrow());
    }

    public Optional<Function> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }
}
