package dev.purser.node.pod;

import dev.purser.node.cri.Container;
import dev.purser.node.retry.FailureBackOff;
import dev.purser.node.status.Waiting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a pod's loop remembers about one container. Used by that loop's thread only.
final class ContainerMemory {
    /// The pauses between restarts.
    final FailureBackOff backOff;

    /// Why the container is not started now; null when nothing keeps it.
    @Nullable Waiting waiting;

    /// When to try again to start the container, unless something changes before.
    Instant retryAt = Instant.MIN;

    /// The life whose probe results these are; empty before the first.
    String probedId = "";

    boolean isStarted;
    boolean isReady;

    /// The life whose postStart hook has not ended yet; it does not count as running.
    String hookedId = "";

    /// What stands for the lives that were removed when all containers began anew; null when they
    /// never did.
    @Nullable Container reset;

    /// The life that is being stopped.
    String stoppingId = "";

    ContainerMemory(FailureBackOff backOff) {
        this.backOff = backOff;
    }

    /// Forgets what was learned about an earlier life.
    void begin(String id, boolean started, boolean ready) {
        probedId = id;
        isStarted = started;
        isReady = ready;
    }

    boolean isStopping(String id) {
        return stoppingId.equals(id);
    }
}
