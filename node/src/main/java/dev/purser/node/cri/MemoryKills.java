package dev.purser.node.cri;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Containers in which the kernel has killed a process for want of memory, by the kernel's own
/// word. The runtime knows by itself of those that it had begun to watch in time: it does so after
/// a container has started, which on a busy machine may be after its end. Thread-safe.
public final class MemoryKills {
    /// The runtime's reason for such an end.
    static final String REASON = "OOMKilled";

    private static final Set<String> PLAIN = Set.of("Error", "Completed");

    private final Set<String> containers = ConcurrentHashMap.newKeySet();

    /// The kernel has killed a process of this container.
    public void add(String container) {
        containers.add(container);
    }

    void forget(String container) {
        containers.remove(container);
    }

    /// The container with the reason of its end, as the runtime gives it when it knows.
    Container explained(Container container) {
        boolean isPlain = container.hasExited() && PLAIN.contains(container.reason());
        return isPlain && containers.contains(container.id())
                ? container.withReason(REASON)
                : container;
    }
}
