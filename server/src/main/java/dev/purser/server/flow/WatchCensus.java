package dev.purser.server.flow;

import dev.purser.server.request.Attributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many watches go on, by what they watch: each of them makes a write more work. Thread-safe.
final class WatchCensus {
    private final Map<Watched, Integer> counts = new ConcurrentHashMap<>();

    /// @param namespace empty for all
    /// @param name empty for all
    private record Watched(String group, String resource, String namespace, String name) {
        static Watched of(Attributes asked, String namespace, String name) {
            return new Watched(asked.group(), asked.resource(), namespace, name);
        }
    }

    void begin(Attributes watch) {
        counts.merge(Watched.of(watch, watch.namespace(), watch.name()), 1, Integer::sum);
    }

    void end(Attributes watch) {
        counts.computeIfPresent(
                Watched.of(watch, watch.namespace(), watch.name()),
                (_, count) -> count == 1 ? null : count - 1);
    }

    /// How many watches see a write; those that a selector keeps from it are counted too.
    int interested(Attributes write) {
        String namespace = write.namespace();
        int sum = count(Watched.of(write, "", ""));
        if (!namespace.isEmpty()) {
            sum += count(Watched.of(write, namespace, ""));
        }
        if (!write.name().isEmpty()) {
            sum += count(Watched.of(write, namespace, write.name()));
        }
        return sum;
    }

    private int count(Watched watched) {
        return counts.getOrDefault(watched, 0);
    }
}
