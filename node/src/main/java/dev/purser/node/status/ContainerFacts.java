package dev.purser.node.status;

import dev.purser.node.cri.Container;
import dev.purser.node.spec.ContainerSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// All that is known about one container of a pod.
///
/// @param current its newest life in the runtime; null when there is none
/// @param previous the life before that; null when there is none
/// @param waiting why it is not started now; null when nothing keeps it
/// @param isStarted whether its startup probe, if any, has succeeded
/// @param isReady whether its readiness probe, if any, has succeeded
/// @param inForce the resources that it was given last; null when that is not known
public record ContainerFacts(
        ContainerSpec spec,
        @Nullable Container current,
        @Nullable Container previous,
        @Nullable Waiting waiting,
        boolean isStarted,
        boolean isReady,
        @Nullable JsonNode inForce) {

    public Optional<Container> currentContainer() {
        return Optional.ofNullable(current);
    }

    public boolean isRunning() {
        return current != null && current.isRunning();
    }

    /// Whether it ended and will not be started again.
    public boolean isOver() {
        return current != null
                && current.hasExited()
                && !isReset()
                && !spec.restartsAfter(current.exitCode());
    }

    /// Whether it ended and was removed so that it begins anew with all others.
    public boolean isReset() {
        return current != null && current.reason().equals(Container.ALL_RESTARTING);
    }

    /// Whether it ended in such a way that all containers of the pod are to begin anew.
    public boolean asksForRestartOfAll() {
        return current != null
                && current.hasExited()
                && !isReset()
                && spec.restartsAllAfter(current.exitCode());
    }

    public boolean hasSucceeded() {
        return current != null && current.hasExited() && current.exitCode() == 0;
    }
}
