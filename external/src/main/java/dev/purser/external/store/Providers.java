package dev.purser.external.store;

import dev.purser.external.provider.Provider;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The providers that there are, by their names in `spec.provider`. Each is made, and its classes
/// loaded, with the first store that names it. Thread-safe.
public final class Providers {
    private final Map<String, Supplier<Provider>> suppliers;
    private final Map<String, Provider> made = new ConcurrentHashMap<>();

    public Providers(Map<String, Supplier<Provider>> suppliers) {
        this.suppliers = new TreeMap<>(suppliers);
    }

    /// The provider of this name; empty when there is none.
    public Optional<Provider> find(String name) {
        Supplier<Provider> supplier = suppliers.get(name);
        return supplier == null
                ? Optional.empty()
                : Optional.of(made.computeIfAbsent(name, _ -> supplier.get()));
    }

    /// All names, in order, for messages.
    public String names() {
        return String.join(", ", suppliers.keySet());
    }
}
