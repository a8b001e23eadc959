package dev.purser.node.pod;

import dev.purser.node.cri.Container;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Waits a moment for the reason of an end. The runtime hears that a container ended and that its
/// memory had run out in two ways, and says `Error` until both have come. Used by one thread.
final class LateReasons {
    private static final Duration LAG = Duration.ofMillis(100);

    /// Somebody killed it, and the kernel most likely did: on a busy machine the reason is late.
    private static final Duration LAG_OF_KILLS = Duration.ofSeconds(1);

    private static final int KILLED = 128 + 9;

    /// When containers were first seen to have ended.
    private final Map<String, Instant> ends = new HashMap<>();

    /// When the reasons of all ends will be final; empty when they are.
    Optional<Instant> finalAt(PodSpec pod, PodSnapshot snapshot, Instant now) {
        return pod.allContainers().stream()
                .filter(spec -> isLimited(pod) || hasMemoryLimit(spec))
                .flatMap(spec -> snapshot.current(spec.name()).stream())
                .filter(each -> each.hasExited() && each.reason().equals("Error"))
                .map(each -> firstSeen(each, now).plus(lag(each)))
                .filter(now::isBefore)
                .max(Comparator.naturalOrder());
    }

    private static Duration lag(Container container) {
        return container.exitCode() == KILLED ? LAG_OF_KILLS : LAG;
    }

    private Instant firstSeen(Container container, Instant now) {
        return ends.computeIfAbsent(container.id(), _ -> now);
    }

    private static boolean isLimited(PodSpec pod) {
        return pod.json().path("resources").path("limits").has("memory");
    }

    private static boolean hasMemoryLimit(ContainerSpec spec) {
        return spec.json().path("resources").path("limits").has("memory");
    }
}
