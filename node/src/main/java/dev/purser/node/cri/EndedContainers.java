package dev.purser.node.cri;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Remembers containers that ended, whose states need not be asked for again. Thread-safe.
///
/// That a container's memory had run out containerd may hear after it heard of the end, and says
/// `Error` until then: such an end is only taken as final when it was still said a while later.
final class EndedContainers {
    static final Duration REASON_LAG = Duration.ofSeconds(10);
    private static final String UNCERTAIN = "Error";

    private final LongSupplier clock;
    private final Map<String, Ended> ended = new ConcurrentHashMap<>();

    /// @param since when it was first seen to have ended
    private record Ended(Container container, long since, boolean isFinal) {}

    /// @param clock nanoseconds that do not run backwards
    EndedContainers(LongSupplier clock) {
        this.clock = clock;
    }

    /// A container whose end is final.
    Optional<Container> find(String id) {
        return Optional.ofNullable(ended.get(id)).filter(Ended::isFinal).map(Ended::container);
    }

    /// Takes in what the runtime says of a container that has ended.
    void put(Container container) {
        long now = clock.getAsLong();
        ended.compute(
                container.id(),
                (_, known) -> {
                    long since = known == null ? now : known.since();
                    boolean isFinal =
                            !container.reason().equals(UNCERTAIN)
                                    || now - since >= REASON_LAG.toNanos();
                    return new Ended(container, since, isFinal);
                });
    }

    void forget(String id) {
        ended.remove(id);
    }

    /// Forgets those of a sandbox.
    ///
    /// @return which they were
    Set<String> forgetSandbox(String id) {
        Set<String> ids =
                ended.values().stream()
                        .map(Ended::container)
                        .filter(each -> each.sandboxId().equals(id))
                        .map(Container::id)
                        .collect(Collectors.toSet());
        ended.keySet().removeAll(ids);
        return ids;
    }
}
