package dev.purser.node.cri;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container as the runtime knows it.
///
/// @param attempt how often the pod's container was restarted before this one
/// @param image the name of the image, as the runtime resolved it
/// @param imageId the digest that names the image's content
/// @param startedAt null before it started
/// @param finishedAt null before it ended
/// @param reason why it ended, in the runtime's words: `Completed`, `Error`, `OOMKilled`,
///   `StartError`
public record Container(
        String id,
        String sandboxId,
        String name,
        int attempt,
        State state,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int exitCode,
        String reason,
        String message,
        String image,
        String imageId,
        Map<String, String> annotations) {
    /// The reason of a life that was ended and removed so that all containers of its pod begin
    /// anew.
    public static final String ALL_RESTARTING = "RestartingAllContainers";

    public Container {
        annotations = Map.copyOf(annotations);
    }

    /// Where a container is in its life.
    public enum State {
        CREATED,
        RUNNING,
        EXITED,
        UNKNOWN
    }

    /// This container with another message.
    public Container withMessage(String other) {
        return with(reason, other);
    }

    /// This container with another reason of its end.
    Container withReason(String other) {
        return with(other, message);
    }

    private Container with(String otherReason, String otherMessage) {
        return new Container(
                id,
                sandboxId,
                name,
                attempt,
                state,
                createdAt,
                startedAt,
                finishedAt,
                exitCode,
                otherReason,
                otherMessage,
                image,
                imageId,
                annotations);
    }

    public boolean isRunning() {
        return state == State.RUNNING;
    }

    public boolean hasExited() {
        return state == State.EXITED;
    }
}
