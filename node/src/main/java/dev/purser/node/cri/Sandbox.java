package dev.purser.node.cri;

import java.time.Instant;
import java.util.Comparator;

/// A sandbox as the runtime lists it.
///
/// @param attempt 0 for the pod's first one
public record Sandbox(String id, PodIdentity pod, int attempt, State state, Instant createdAt) {

    /// A pod's newest sandbox first.
    public static final Comparator<Sandbox> NEWEST_FIRST =
            Comparator.comparingInt(Sandbox::attempt).thenComparing(Sandbox::createdAt).reversed();

    /// Whether the pod's network and namespaces are there.
    public enum State {
        READY,
        NOT_READY
    }

    public boolean isReady() {
        return state == State.READY;
    }
}
