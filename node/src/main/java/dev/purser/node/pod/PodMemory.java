package dev.purser.node.pod;

import dev.purser.node.cri.Container;
import dev.purser.node.resize.Allocations;
import dev.purser.node.retry.FailureBackOff;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.ContainerFacts;
import dev.purser.node.status.PodFacts;
import dev.purser.node.status.PodFacts.SandboxState;
import dev.purser.node.status.PodFacts.Stage;
import dev.purser.node.status.PodFacts.Verdict;
import dev.purser.node.status.ResizeCondition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a pod's loop remembers between its steps. Used by that loop's thread only.
final class PodMemory {
    private final Map<String, ContainerMemory> containers = new HashMap<>();
    private final PodLimits limits;
    private final Allocations allocations;
    final Instant startTime;

    /// The newest state of the pod that came from the API.
    PodSpec desired;

    /// The same with what the node has granted to it so far.
    PodSpec pod;

    /// What is to be said of changes of its resources.
    List<ResizeCondition> resizes = List.of();

    Stage stage = Stage.LIVE;

    /// Why the node ends the pod; null when it does not.
    @Nullable Verdict verdict;

    /// The longest that the node lets containers take to end; null when only the pod itself says.
    @Nullable Duration graceLimit;

    /// The path of each volume, once all were there.
    Map<String, Path> volumes = Map.of();

    /// Whether the volumes were ever prepared by this process.
    boolean isPrepared;

    /// Whether the volumes were prepared for what the pod says now.
    boolean volumesAreCurrent;

    /// When to try again to prepare the volumes, unless something changes before.
    Instant volumesRetryAt = Instant.MIN;

    /// How long the last failure to prepare them was waited after.
    Duration volumePause = Duration.ZERO;

    /// Whether the object is gone from the API.
    boolean isRemoved;

    /// The status that was written last.
    JsonNode shown;

    /// The status that an earlier process left.
    private final JsonNode inherited;

    PodMemory(PodSpec pod, Instant now, PodLimits limits) {
        this.limits = limits;
        this.allocations = limits.allocations();
        this.desired = pod;
        this.pod = limits.allocations().granted(pod);
        this.shown = pod.status();
        this.inherited = pod.status();
        this.startTime = pod.startTime().orElse(now);
    }

    /// Takes over a newer state of the pod. Its volumes are looked at again if they may show
    /// something of what changed.
    void update(PodSpec newer) {
        boolean isShown =
                newer.pod().generation() == pod.pod().generation()
                        && newer.pod().labels().equals(pod.pod().labels())
                        && newer.pod().annotations().equals(pod.pod().annotations());
        desired = newer;
        pod = allocations.grantedBefore(newer, pod);
        if (!isShown) {
            volumesAreCurrent = false;
            forgetPauses();
        }
    }

    /// How long containers may take to end now.
    Duration grace() {
        Duration own = pod.terminationGrace();
        return graceLimit == null || own.compareTo(graceLimit) < 0 ? own : graceLimit;
    }

    ContainerMemory of(ContainerSpec container) {
        return of(container.name());
    }

    ContainerMemory of(String container) {
        return containers.computeIfAbsent(
                container, _ -> new ContainerMemory(FailureBackOff.kubelet(limits.restartMax())));
    }

    /// Something changed that containers may have waited for.
    void forgetPauses() {
        containers.values().forEach(each -> each.retryAt = Instant.MIN);
        volumesRetryAt = Instant.MIN;
    }

    /// Whether anything is put off to a later attempt.
    boolean hasPauses() {
        return !volumesRetryAt.equals(Instant.MIN)
                || containers.values().stream().anyMatch(each -> !each.retryAt.equals(Instant.MIN));
    }

    /// The pod with all that is known about it.
    PodFacts facts(PodSnapshot snapshot) {
        return new PodFacts(
                pod,
                sandboxState(snapshot),
                addresses(snapshot),
                pod.allContainers().stream().map(each -> facts(each, snapshot)).toList(),
                startTime,
                stage,
                verdict,
                resizes,
                shown);
    }

    private static SandboxState sandboxState(PodSnapshot snapshot) {
        if (snapshot.sandboxes().isEmpty()) {
            return SandboxState.NONE;
        }
        return snapshot.readySandbox().isPresent() ? SandboxState.READY : SandboxState.NOT_READY;
    }

    /// A pod keeps showing its last addresses after its network is gone.
    private List<String> addresses(PodSnapshot snapshot) {
        if (!snapshot.addresses().isEmpty() || pod.usesHostNetwork()) {
            return snapshot.addresses();
        }
        return pod.status()
                .path("podIPs")
                .valueStream()
                .map(each -> each.path("ip").asString(""))
                .toList();
    }

    ContainerFacts facts(ContainerSpec container, PodSnapshot snapshot) {
        ContainerMemory memory = of(container);
        List<Container> lives =
                snapshot.lives(container.name()).stream()
                        .filter(each -> !each.id().equals(memory.hookedId))
                        .toList();
        return new ContainerFacts(
                container,
                lives.isEmpty() ? lost(container) : lives.getFirst(),
                previous(lives, memory),
                memory.waiting,
                memory.isStarted,
                memory.isReady,
                allocations.inForce(pod, container.name()).orElse(null));
    }

    private @Nullable Container lost(ContainerSpec container) {
        Container reset = of(container).reset;
        return reset == null ? LostLife.of(this, container) : reset;
    }

    private static @Nullable Container previous(List<Container> lives, ContainerMemory memory) {
        if (lives.size() < 2) {
            return lives.isEmpty() ? null : memory.reset;
        }
        return lives.get(1);
    }

    /// What an earlier process said of a container.
    Optional<JsonNode> inheritedStatus(ContainerSpec container) {
        for (String field : List.of("containerStatuses", "initContainerStatuses")) {
            for (JsonNode status : inherited.path(field)) {
                if (status.path("name").asString("").equals(container.name())) {
                    return Optional.of(status);
                }
            }
        }
        return Optional.empty();
    }
}
