package dev.purser.external.template.run;

import dev.purser.external.template.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The variables of a template, the latest last. Not thread-safe.
final class Variables {
    private final List<String> names = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();

    void push(String name, Value value) {
        names.add(name);
        values.add(value);
    }

    int mark() {
        return names.size();
    }

    void pop(int mark) {
        names.subList(mark, names.size()).clear();
        values.subList(mark, values.size()).clear();
    }

    Optional<Value> find(String name) {
        int index = names.lastIndexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(values.get(index));
    }

    /// @return whether there is such a variable
    boolean set(String name, Value value) {
        int index = names.lastIndexOf(name);
        if (index < 0) {
            return false;
        }
        values.set(index, value);
        return true;
    }

    /// Sets a variable by its place, counted from the latest, which is 1.
    void setTop(int place, Value value) {
        values.set(values.size() - place, value);
    }
}
