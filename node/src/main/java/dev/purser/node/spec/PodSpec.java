package dev.purser.node.spec;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.spec.ContainerSpec.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A pod as the node reads it.
///
/// @param pod shared, not to be changed
public record PodSpec(KubeObject pod) {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

    /// The priority from which on a pod is critical (`system-cluster-critical`).
    private static final int SYSTEM_PRIORITY = 2_000_000_000;

    public PodIdentity identity() {
        return PodIdentity.of(pod);
    }

    /// The spec; never a new one, since the pod is shared.
    public JsonNode json() {
        return pod.json().path("spec");
    }

    /// The pod's `securityContext`.
    public JsonNode security() {
        return json().path("securityContext");
    }

    public RestartPolicy restartPolicy() {
        return RestartPolicy.of(json().path("restartPolicy").asString(""));
    }

    public boolean usesHostNetwork() {
        return json().path("hostNetwork").asBoolean(false);
    }

    /// Init containers, sidecars among them, in their order.
    public List<ContainerSpec> initContainers() {
        return containers("initContainers");
    }

    public List<ContainerSpec> mainContainers() {
        return containers("containers");
    }

    public List<ContainerSpec> ephemeralContainers() {
        return containers("ephemeralContainers");
    }

    /// Sidecars and main containers: those that run for as long as the pod does.
    public List<ContainerSpec> lastingContainers() {
        return Stream.concat(
                        initContainers().stream().filter(ContainerSpec::isSidecar),
                        mainContainers().stream())
                .toList();
    }

    /// Every container.
    public List<ContainerSpec> allContainers() {
        List<ContainerSpec> all = new ArrayList<>(initContainers());
        all.addAll(mainContainers());
        all.addAll(ephemeralContainers());
        return all;
    }

    private List<ContainerSpec> containers(String field) {
        List<ContainerSpec> containers = new ArrayList<>();
        for (JsonNode each : json().path(field)) {
            containers.add(new ContainerSpec(role(field, each), each, restartPolicy()));
        }
        return containers;
    }

    private static Role role(String field, JsonNode container) {
        return switch (field) {
            case "initContainers" ->
                    container.path("restartPolicy").asString("").equals("Always")
                            ? Role.SIDECAR
                            : Role.INIT;
            case "ephemeralContainers" -> Role.EPHEMERAL;
            default -> Role.MAIN;
        };
    }

    public boolean isDeleted() {
        return pod.json().path("metadata").hasNonNull("deletionTimestamp");
    }

    /// How long containers may take to end: what the deletion asked for, or else the pod itself.
    public Duration terminationGrace() {
        JsonNode asked = pod.json().path("metadata").path("deletionGracePeriodSeconds");
        JsonNode seconds = asked.isNumber() ? asked : json().path("terminationGracePeriodSeconds");
        return seconds.isNumber() ? Duration.ofSeconds(seconds.asLong()) : DEFAULT_GRACE;
    }

    /// Whether the pod keeps the node or the cluster going, so that it is never evicted: a pod of
    /// the system's priorities, or one that the node itself brought.
    public boolean isCritical() {
        String source = pod.annotations().getOrDefault("kubernetes.io/config.source", "api");
        return priority() >= SYSTEM_PRIORITY
                || !source.equals("api")
                || pod.annotations().containsKey("kubernetes.io/config.mirror");
    }

    /// How important the pod is among others; 0 where nobody said so.
    public int priority() {
        return json().path("priority").asInt(0);
    }

    public OptionalLong activeDeadlineSeconds() {
        JsonNode seconds = json().path("activeDeadlineSeconds");
        return seconds.isNumber() ? OptionalLong.of(seconds.asLong()) : OptionalLong.empty();
    }

    /// The phase that the API shows; empty when there is none.
    public String phase() {
        return status().path("phase").asString("");
    }

    /// Whether the pod has succeeded or failed for good.
    public boolean isFinished() {
        return phase().equals("Succeeded") || phase().equals("Failed");
    }

    /// The status that the API shows.
    public JsonNode status() {
        return pod.json().path("status");
    }

    /// When a node first took this pod on.
    public Optional<Instant> startTime() {
        return Optional.of(status().path("startTime").asString(""))
                .filter(time -> !time.isEmpty())
                .map(Instant::parse);
    }
}
