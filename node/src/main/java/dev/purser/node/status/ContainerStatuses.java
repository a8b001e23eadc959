package dev.purser.node.status;

import dev.purser.client.time.Timestamps;
import dev.purser.node.cri.Container;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.ContainerSpec.Role;
import dev.purser.node.status.PodFacts.Stage;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the entries of `containerStatuses` and its like.
final class ContainerStatuses {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ContainerStatuses() {}

    static ObjectNode of(ContainerFacts facts, PodFacts pod) {
        ContainerSpec spec = facts.spec();
        Container current = facts.current();
        ObjectNode status = JSON.objectNode().put("name", spec.name());
        ObjectNode state = state(facts, pod);
        status.set("state", state);
        status.set("lastState", lastState(facts, state));
        status.put("ready", isReady(facts));
        status.put("restartCount", current == null ? shownRestarts(spec, pod) : current.attempt());
        status.put("image", current == null ? spec.image() : current.image());
        status.put("imageID", current == null ? "" : current.imageId());
        if (current != null && !current.id().isEmpty()) {
            status.put("containerID", containerId(current));
        }
        if (spec.role() != Role.EPHEMERAL) {
            status.put("started", facts.isRunning() && facts.isStarted());
        }
        if (current != null) {
            JsonNode granted = spec.json().path("resources");
            JsonNode inForce = facts.inForce();
            putResources(status, granted, facts.isRunning() && inForce != null ? inForce : granted);
        }
        putVolumeMounts(status, spec.json().path("volumeMounts"));
        return status;
    }

    /// The count stays while the container is made anew.
    private static int shownRestarts(ContainerSpec spec, PodFacts pod) {
        String list = spec.role() == Role.MAIN ? "containerStatuses" : "initContainerStatuses";
        for (JsonNode status : pod.shown().path(list)) {
            if (status.path("name").asString("").equals(spec.name())) {
                return status.path("restartCount").asInt(0);
            }
        }
        return 0;
    }

    /// Whether the container counts as ready.
    static boolean isReady(ContainerFacts facts) {
        return switch (facts.spec().role()) {
            case INIT -> facts.hasSucceeded();
            case SIDECAR, MAIN -> facts.isRunning() && facts.isStarted() && facts.isReady();
            case EPHEMERAL -> false;
        };
    }

    private static ObjectNode state(ContainerFacts facts, PodFacts pod) {
        Container current = facts.current();
        if (current == null) {
            return isLost(facts, pod) ? lost() : waiting(notYet(facts, pod));
        }
        return switch (current.state()) {
            case CREATED -> waiting(notYet(facts, pod));
            case RUNNING -> running(current);
            case EXITED -> {
                Waiting waiting = facts.waiting();
                yield waiting != null && pod.stage() == Stage.LIVE && !facts.isOver()
                        ? waiting(waiting)
                        : terminated(current);
            }
            case UNKNOWN -> lost();
        };
    }

    private static ObjectNode lastState(ContainerFacts facts, ObjectNode state) {
        Container current = facts.current();
        if (current != null && current.hasExited() && state.has("waiting")) {
            return terminated(current);
        }
        Container previous = facts.previous();
        return previous == null ? JSON.objectNode() : terminated(previous);
    }

    private static Waiting notYet(ContainerFacts facts, PodFacts pod) {
        // A pod that ends waits for nothing any more.
        return Optional.ofNullable(facts.waiting())
                .filter(_ -> pod.stage() == Stage.LIVE)
                .orElseGet(() ->
                        new Waiting(
                                pod.initContainers().isEmpty()
                                        ? "ContainerCreating"
                                        : "PodInitializing",
                                ""));
    }

    /// Whether the container should have run in a pod that has ended, and did not. Those that wait
    /// for an init container which never ended well were not to run yet.
    private static boolean isLost(ContainerFacts facts, PodFacts pod) {
        if (pod.stage() != Stage.ENDED) {
            return false;
        }
        return switch (facts.spec().role()) {
            case MAIN -> pod.isInitialized();
            case INIT, SIDECAR -> isInTurn(facts, pod);
            case EPHEMERAL -> false;
        };
    }

    /// Whether all init containers before this one have done their part.
    private static boolean isInTurn(ContainerFacts facts, PodFacts pod) {
        return pod.initContainers().stream()
                .takeWhile(each -> !each.spec().name().equals(facts.spec().name()))
                .allMatch(PodFacts::isInitialized);
    }

    private static ObjectNode waiting(Waiting waiting) {
        ObjectNode state = JSON.objectNode();
        ObjectNode fields = state.putObject("waiting").put("reason", waiting.reason());
        if (!waiting.message().isEmpty()) {
            fields.put("message", waiting.message());
        }
        return state;
    }

    private static ObjectNode running(Container container) {
        ObjectNode state = JSON.objectNode();
        state.putObject("running").put("startedAt", time(container.startedAt()));
        return state;
    }

    private static ObjectNode terminated(Container container) {
        ObjectNode state = JSON.objectNode();
        ObjectNode fields = state.putObject("terminated").put("exitCode", container.exitCode());
        fields.put("reason", container.reason());
        if (!container.message().isEmpty()) {
            fields.put("message", container.message());
        }
        if (container.id().isEmpty()) {
            fields.putNull("startedAt").putNull("finishedAt");
            return state;
        }
        fields.put("startedAt", time(container.startedAt()));
        fields.put("finishedAt", time(container.finishedAt()));
        fields.put("containerID", containerId(container));
        return state;
    }

    private static ObjectNode lost() {
        ObjectNode state = JSON.objectNode();
        state.putObject("terminated")
                .put("exitCode", 137)
                .put("reason", "ContainerStatusUnknown")
                .put("message", "The container could not be located when the pod was terminated")
                .putNull("startedAt")
                .putNull("finishedAt");
        return state;
    }

    /// A container that never started has the time 0, as in kubelet.
    private static String time(@Nullable Instant moment) {
        return Timestamps.seconds(moment == null ? Instant.EPOCH : moment);
    }

    static String containerId(Container container) {
        return "containerd://" + container.id();
    }

    private static void putResources(ObjectNode status, JsonNode granted, JsonNode resources) {
        if (!granted.path("requests").isEmpty()) {
            status.set("allocatedResources", granted.path("requests").deepCopy());
        }
        ObjectNode copy = status.putObject("resources");
        for (String field : new String[] {"limits", "requests"}) {
            if (!resources.path(field).isEmpty()) {
                copy.set(field, resources.path(field).deepCopy());
            }
        }
    }

    private static void putVolumeMounts(ObjectNode status, JsonNode mounts) {
        if (mounts.isEmpty()) {
            return;
        }
        ArrayNode list = status.putArray("volumeMounts");
        for (JsonNode mount : mounts) {
            ObjectNode entry = list.addObject();
            entry.put("name", mount.path("name").asString(""));
            entry.put("mountPath", mount.path("mountPath").asString(""));
            if (mount.path("readOnly").asBoolean(false)) {
                entry.put("readOnly", true).put("recursiveReadOnly", "Disabled");
            }
        }
    }
}
