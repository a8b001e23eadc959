package dev.purser.server.meter;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// All counters of one server. Thread-safe.
public final class Counters {
    private final List<Counter> counters = new CopyOnWriteArrayList<>();

    /// A new counter.
    ///
    /// @param name as Prometheus wants it: `apiserver_audit_event_total`
    /// @param help one line
    /// @param labels their names
    public Counter add(String name, String help, String... labels) {
        Counter counter = new Counter(name, help, List.of(labels));
        counters.add(counter);
        return counter;
    }

    /// The counter of that name, made when there is none yet.
    public synchronized Counter shared(String name, String help, String... labels) {
        return counters.stream()
                .filter(counter -> counter.name().equals(name))
                .findFirst()
                .orElseGet(() -> add(name, help, labels));
    }

    /// Those there are now, by name.
    public List<Counter> all() {
        return counters.stream().sorted(Comparator.comparing(Counter::name)).toList();
    }
}
