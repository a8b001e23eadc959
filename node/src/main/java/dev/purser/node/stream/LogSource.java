package dev.purser.node.stream;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.LogRequest.Instance;
import dev.purser.node.cri.Container;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Finds the life of a container whose log is meant, with kubelet's texts for those that have none.
///
/// The pod's status as it was read back may be behind: a container that runs, and of which a client
/// has seen that it is ready, still waits there. So the runtime is believed first.
final class LogSource {
    private static final List<String> LISTS =
            List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses");

    private final String pod;
    private final String container;
    private final List<Container> lives;

    private LogSource(LogRequest request, List<Container> known) {
        pod = request.pod().name();
        container = request.container();
        lives =
                known.stream()
                        .filter(each -> each.name().equals(container))
                        .filter(each -> each.isRunning() || each.hasExited())
                        .sorted(Comparator.comparingInt(Container::attempt).reversed())
                        .toList();
    }

    /// @param known the pod's containers in the runtime
    /// @return the container's id in the runtime
    /// @throws StatusException when there is no log
    static String containerId(LogRequest request, JsonNode podStatus, List<Container> known) {
        LogSource source = new LogSource(request, known);
        JsonNode status = source.status(podStatus);
        if (status.isMissingNode() && source.lives.isEmpty()) {
            throw source.problem("is not available");
        }
        return request.instance() == Instance.PREVIOUS
                ? source.previous(status)
                : source.current(status);
    }

    private JsonNode status(JsonNode podStatus) {
        return LISTS.stream()
                .flatMap(list -> podStatus.path(list).valueStream())
                .filter(each -> each.path("name").asString("").equals(container))
                .findFirst()
                .orElseGet(MissingNode::getInstance);
    }

    private String previous(JsonNode status) {
        boolean isBehind =
                lives.size() > 1
                        && lives.getFirst().attempt() > status.path("restartCount").asInt();
        Optional<String> beforeNewest =
                isBehind ? Optional.of(lives.get(1).id()) : Optional.empty();
        return beforeNewest
                .or(() -> terminatedId(status.path("lastState")))
                .orElseThrow(() ->
                        StatusErrors.badRequest(
                                "previous terminated container \"%s\" in pod \"%s\" not found"
                                        .formatted(container, pod)));
    }

    private String current(JsonNode status) {
        if (!lives.isEmpty()) {
            return lives.getFirst().id();
        }
        JsonNode state = status.path("state");
        if (state.has("running")) {
            return id(status).orElseThrow(() -> problem("is not available"));
        }
        Optional<String> ended =
                terminatedId(state).or(() -> terminatedId(status.path("lastState")));
        if (ended.isPresent()) {
            return ended.get();
        }
        if (state.has("terminated")) {
            throw problem("is terminated");
        }
        throw problem(waitingText(state.path("waiting").path("reason").asString("")));
    }

    private static String waitingText(String reason) {
        return switch (reason) {
            case "ErrImagePull" -> "is waiting to start: image can't be pulled";
            case "ImagePullBackOff" -> "is waiting to start: trying and failing to pull image";
            case "" -> "is waiting to start - no logs yet";
            default -> "is waiting to start: " + reason;
        };
    }

    private StatusException problem(String what) {
        return StatusErrors.badRequest(
                "container \"%s\" in pod \"%s\" %s".formatted(container, pod, what));
    }

    private static Optional<String> terminatedId(JsonNode state) {
        return id(state.path("terminated"));
    }

    /// The part behind `containerd://`.
    private static Optional<String> id(JsonNode owner) {
        String uri = owner.path("containerID").asString("");
        return Optional.of(uri.substring(uri.lastIndexOf('/') + 1)).filter(id -> !id.isEmpty());
    }
}
