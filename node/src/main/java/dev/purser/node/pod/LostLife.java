package dev.purser.node.pod;

import dev.purser.node.cri.Container;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.ContainerSpec.Role;
import dev.purser.node.spec.RestartPolicy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A container that ran once, as an earlier process reported, and of which the runtime knows
/// nothing any more, as after a shutdown of the node. Where its policy would not start it again it
/// must not run a second time, so it counts as ended.
final class LostLife {
    private static final int KILLED = 137;
    private static final String UNKNOWN = "ContainerStatusUnknown";

    private LostLife() {}

    /// @return null when the container never ran, or is to be started again
    static @Nullable Container of(PodMemory memory, ContainerSpec spec) {
        Optional<JsonNode> status =
                memory.inheritedStatus(spec).filter(each -> each.has("containerID"));
        boolean isBound =
                spec.role() == Role.MAIN
                        || (spec.role() == Role.INIT && spec.podPolicy() == RestartPolicy.NEVER);
        if (status.isEmpty() || !isBound) {
            return null;
        }
        JsonNode ended = status.get().path("state").path("terminated");
        int exitCode = ended.path("exitCode").asInt(KILLED);
        return spec.restartsAfter(exitCode) ? null : life(spec, status.get(), ended, exitCode);
    }

    private static Container life(
            ContainerSpec spec, JsonNode status, JsonNode ended, int exitCode) {
        String uri = status.path("containerID").asString("");
        return new Container(
                uri.substring(uri.lastIndexOf('/') + 1),
                "",
                spec.name(),
                status.path("restartCount").asInt(0),
                Container.State.EXITED,
                Instant.EPOCH,
                instant(ended.path("startedAt")),
                instant(ended.path("finishedAt")),
                exitCode,
                ended.path("reason").asString(UNKNOWN),
                ended.path("message")
                        .asString(
                                ended.isMissingNode()
                                        ? "The container could not be located when the pod was"
                                                + " deleted.  The container used to be Running"
                                        : ""),
                status.path("image").asString(""),
                status.path("imageID").asString(""),
                Map.of());
    }

    private static @Nullable Instant instant(JsonNode time) {
        return time.isString() ? Instant.parse(time.asString("")) : null;
    }
}
