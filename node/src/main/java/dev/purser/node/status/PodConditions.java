package dev.purser.node.status;

import dev.purser.client.time.Timestamps;
import dev.purser.node.spec.ContainerSpec.Role;
import dev.purser.node.status.PodFacts.Stage;
import dev.purser.node.status.PodFacts.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the `conditions` of a pod that are kubelet's: five always, and one of a pod that had to
/// go.
final class PodConditions {
    private static final String SCHEDULED = "PodScheduled";

    private final PodFacts pod;
    private final Phase phase;
    private final Instant now;

    /// @param phase as the containers make it
    PodConditions(PodFacts pod, Phase phase, Instant now) {
        this.pod = pod;
        this.phase = phase;
        this.now = now;
    }

    /// What a condition says.
    private record Condition(String type, boolean holds, String reason, String message) {
        static Condition holds(String type) {
            return new Condition(type, true, "", "");
        }

        Condition as(String otherType) {
            return new Condition(otherType, holds, reason, message);
        }
    }

    ArrayNode toJson() {
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        if (pod.stage() != Stage.ENDED) {
            pod.resizes().forEach(each -> conditions.add(toJson(each)));
        }
        Condition containersReady = containersReady();
        for (Condition condition :
                List.of(
                        readyToStart(),
                        initialized(),
                        ready(containersReady),
                        containersReady,
                        Condition.holds(SCHEDULED))) {
            conditions.add(toJson(condition));
        }
        if (pod.containers().stream().anyMatch(each -> each.spec().mayRestartAll())) {
            conditions.add(toJson(allRestarting()));
        }
        Verdict verdict = pod.verdict();
        if (verdict != null && verdict.isDisruption() && pod.stage() == Stage.ENDED) {
            conditions.add(
                    toJson(
                            new Condition(
                                    "DisruptionTarget",
                                    true,
                                    "TerminationByKubelet",
                                    verdict.message())));
        }
        return conditions;
    }

    private static ObjectNode toJson(ResizeCondition condition) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", condition.type());
        json.put("observedGeneration", condition.generation());
        json.put("status", "True");
        json.put("lastProbeTime", Timestamps.seconds(condition.since()));
        json.put("lastTransitionTime", Timestamps.seconds(condition.since()));
        if (!condition.reason().isEmpty()) {
            json.put("reason", condition.reason());
        }
        if (!condition.message().isEmpty()) {
            json.put("message", condition.message());
        }
        return json;
    }

    private ObjectNode toJson(Condition condition) {
        String status = condition.holds() ? "True" : "False";
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", condition.type());
        json.put("observedGeneration", pod.spec().pod().generation());
        json.put("status", status);
        json.putNull("lastProbeTime");
        json.put("lastTransitionTime", transitionTime(condition.type(), status));
        if (!condition.reason().isEmpty()) {
            json.put("reason", condition.reason());
        }
        if (!condition.message().isEmpty()) {
            json.put("message", condition.message());
        }
        return json;
    }

    private String transitionTime(String type, String status) {
        JsonNode before = find(pod.shown(), type);
        String time = before.path("lastTransitionTime").asString("");
        return before.path("status").asString("").equals(status) && !time.isEmpty()
                ? time
                : Timestamps.seconds(now);
    }

    private static JsonNode find(JsonNode podStatus, String type) {
        for (JsonNode condition : podStatus.path("conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return condition;
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }

    private Condition readyToStart() {
        String type = "PodReadyToStartContainers";
        return switch (pod.sandbox()) {
            case READY -> Condition.holds(type);
            case NONE -> new Condition(type, false, "PodSandboxNotReady", "no pod sandbox exists");
            case NOT_READY ->
                    new Condition(type, false, "PodSandboxNotReady", "pod sandbox is not ready");
        };
    }

    private Condition allRestarting() {
        String type = "AllContainersRestarting";
        return switch (phase) {
            case SUCCEEDED -> new Condition(type, false, "PodCompleted", "");
            case FAILED -> new Condition(type, false, "PodFailed", "");
            case PENDING, RUNNING ->
                    pod.containers().stream().anyMatch(ContainerFacts::asksForRestartOfAll)
                            ? new Condition(
                                    type,
                                    true,
                                    "RestartAllContainersStarted",
                                    "container exited with restart policy rule")
                            : new Condition(type, false, "", "");
        };
    }

    private Condition initialized() {
        String type = "Initialized";
        if (phase == Phase.SUCCEEDED) {
            return new Condition(type, true, "PodCompleted", "");
        }
        boolean mainBegan = pod.mainContainers().stream().anyMatch(each -> each.current() != null);
        List<String> incomplete =
                names(pod.initContainers().stream().filter(each -> !PodFacts.isInitialized(each)));
        if (mainBegan || incomplete.isEmpty()) {
            return Condition.holds(type);
        }
        String message = "containers with incomplete status: " + list(incomplete);
        return new Condition(type, false, "ContainersNotInitialized", message);
    }

    private Condition containersReady() {
        String type = "ContainersReady";
        if (phase == Phase.SUCCEEDED) {
            return new Condition(type, false, "PodCompleted", "");
        }
        if (phase == Phase.FAILED) {
            return new Condition(type, false, "PodFailed", "");
        }
        List<String> unready =
                names(
                        pod.withRole(Role.SIDECAR, Role.MAIN).stream()
                                .filter(each -> !ContainerStatuses.isReady(each)));
        if (unready.isEmpty()) {
            return Condition.holds(type);
        }
        String message = "containers with unready status: " + list(unready);
        return new Condition(type, false, "ContainersNotReady", message);
    }

    private Condition ready(Condition containersReady) {
        if (!containersReady.holds()) {
            return containersReady.as("Ready");
        }
        List<String> problems = new ArrayList<>();
        for (JsonNode gate : pod.spec().json().path("readinessGates")) {
            String type = gate.path("conditionType").asString("");
            String status = find(pod.spec().status(), type).path("status").asString("");
            if (status.isEmpty()) {
                problems.add(
                        "corresponding condition of pod readiness gate \"%s\" does not exist."
                                .formatted(type));
            } else if (!status.equals("True")) {
                problems.add(
                        "the status of pod readiness gate \"%s\" is not \"True\", but %s"
                                .formatted(type, status));
            }
        }
        return problems.isEmpty()
                ? Condition.holds("Ready")
                : new Condition(
                        "Ready", false, "ReadinessGatesNotReady", String.join(", ", problems));
    }

    private static List<String> names(Stream<ContainerFacts> containers) {
        return containers.map(each -> each.spec().name()).toList();
    }

    private static String list(List<String> names) {
        return names.stream().collect(Collectors.joining(" ", "[", "]"));
    }
}
