package dev.purser.node.pod;

import dev.purser.api.codec.GoDuration;
import dev.purser.node.cri.Container;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.pod.ContainerLauncher.Place;
import dev.purser.node.resize.Allocations;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.ContainerSpec.Role;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.ContainerFacts;
import dev.purser.node.status.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One round over the containers of a live pod: starts those that are due, in order. Used once, by
/// the pod's thread.
final class ContainerRound {
    /// A container's newest life and the one before are kept for their logs and states.
    private static final int LIVES_KEPT = 2;

    private final PodServices services;
    private final PodMemory memory;
    private final ContainerLife life;
    private final Deadline deadline;
    private final Runnable wake;
    private final SandboxKeeper sandboxes;
    private final PodSnapshot snapshot;
    private final Sandbox sandbox;
    private final PodEvents events;
    private final ContainerLauncher launcher;
    private boolean hasChanged;

    /// What rounds of the same pod share.
    record Means(
            PodServices services,
            PodMemory memory,
            ContainerLife life,
            LoopHandle handle,
            SandboxKeeper sandboxes) {}

    /// @param sandbox the working one
    ContainerRound(Means means, PodSnapshot snapshot, Sandbox sandbox) {
        services = means.services();
        memory = means.memory();
        life = means.life();
        deadline = means.handle().deadline();
        wake = means.handle().wake();
        sandboxes = means.sandboxes();
        this.snapshot = snapshot;
        this.sandbox = sandbox;
        events = new PodEvents(services.events());
        launcher = new ContainerLauncher(services, events, wake);
    }

    /// @return whether something changed
    boolean run() throws InterruptedException {
        if (initContainers()) {
            all(memory.pod.mainContainers());
            all(memory.pod.ephemeralContainers());
        }
        return hasChanged;
    }

    /// Whether the main containers may run.
    private boolean initContainers() throws InterruptedException {
        boolean mainBegan =
                memory.pod.mainContainers().stream()
                        .anyMatch(each ->
                                snapshot.current(each.name()).filter(this::isHere).isPresent());
        for (ContainerSpec spec : memory.pod.initContainers()) {
            if (spec.role() == Role.INIT && mainBegan) {
                continue;
            }
            if (isDue(spec)) {
                start(spec);
            }
            if (!mainBegan && !isDone(spec)) {
                return false;
            }
        }
        return true;
    }

    /// With a new sandbox a pod begins anew: what its init containers had made may be gone.
    private boolean isToRunAgain(ContainerSpec spec, Container current) {
        return spec.role() == Role.INIT && current.hasExited() && !isHere(current);
    }

    /// A life of which the runtime knows nothing is of no sandbox.
    private boolean isHere(@Nullable Container container) {
        return container == null
                || container.sandboxId().isEmpty()
                || container.sandboxId().equals(sandbox.id());
    }

    private boolean isDone(ContainerSpec spec) {
        ContainerFacts facts = memory.facts(spec, snapshot);
        boolean isHere = isHere(facts.current());
        return spec.isSidecar()
                ? memory.of(spec).isStarted
                        && ((facts.isRunning() && isHere) || isStartedInThisRound(spec))
                : facts.hasSucceeded() && isHere;
    }

    private boolean isStartedInThisRound(ContainerSpec spec) {
        String id = memory.of(spec).probedId;
        return !id.isEmpty()
                && snapshot.containers().stream().noneMatch(each -> each.id().equals(id));
    }

    private void all(List<ContainerSpec> specs) throws InterruptedException {
        for (ContainerSpec spec : specs) {
            if (isDue(spec)) {
                start(spec);
            }
            if (!memory.of(spec).hookedId.isEmpty()) {
                // Kubelet starts the next container only after this one's postStart hook.
                return;
            }
        }
    }

    private boolean isDue(ContainerSpec spec) {
        ContainerMemory own = memory.of(spec);
        if (!own.hookedId.isEmpty()) {
            return false;
        }
        ContainerFacts facts = memory.facts(spec, snapshot);
        Container current = facts.current();
        boolean isWanted =
                current == null
                        || facts.isReset()
                        || isToRunAgain(spec, current)
                        || (current.hasExited() && spec.restartsAfter(current.exitCode()));
        if (isWanted && own.retryAt.isAfter(now())) {
            deadline.at(own.retryAt);
            return false;
        }
        return isWanted;
    }

    private void start(ContainerSpec spec) throws InterruptedException {
        Container ended = snapshot.current(spec.name()).orElse(null);
        if (ended != null && !isFree(spec, ended) && backsOff(spec, ended)) {
            memory.of(spec).stoppingId = "";
            return;
        }
        Place place;
        try {
            place =
                    new Place(
                            sandbox.id(),
                            sandboxes.config(memory.pod, sandbox.attempt()),
                            attempt(spec, ended),
                            snapshot.addresses(),
                            memory.volumes);
        } catch (IOException e) {
            wait(spec, new Waiting("CreateContainerConfigError", e.toString()));
            return;
        }
        take(launcher.launch(memory.pod, spec, place), spec, ended);
    }

    private void take(LaunchOutcome outcome, ContainerSpec spec, @Nullable Container ended) {
        switch (outcome) {
            case LaunchOutcome.Started(String id) -> {
                hasChanged = true;
                noteAttempt(spec, ended);
                removeOldLives(spec);
                services.limits()
                        .allocations()
                        .nowInForce(memory.pod, spec.name(), Allocations.resources(spec));
                life.started(spec, id, snapshot.addresses());
            }
            case LaunchOutcome.Failed(Waiting waiting) -> {
                noteAttempt(spec, ended);
                removeOldLives(spec);
                wait(spec, waiting);
                hasChanged = true;
                wake.run();
            }
            case LaunchOutcome.NotYet(Waiting waiting, Duration pause) -> {
                wait(spec, waiting);
                memory.of(spec).retryAt = now().plus(pause);
                deadline.at(now().plus(pause));
            }
            case LaunchOutcome.Fetching _ -> {
                // The end of the pull wakes this loop.
            }
        }
    }

    private void removeOldLives(ContainerSpec spec) {
        snapshot.lives(spec.name()).stream()
                .skip(LIVES_KEPT - 1L)
                .forEach(each -> services.runtime().removeContainer(each.id()));
    }

    private void wait(ContainerSpec spec, Waiting waiting) {
        hasChanged |= !waiting.equals(memory.of(spec).waiting);
        memory.of(spec).waiting = waiting;
    }

    /// Whether this loop itself ended the container, to replace it, and the life before, if any, is
    /// no reason for a pause either. Kubelet kills and starts in one go, and so judges by the last
    /// life that it saw ended.
    private boolean isFree(ContainerSpec spec, Container ended) {
        ContainerMemory own = memory.of(spec);
        if (!own.isStopping(ended.id())) {
            return false;
        }
        Instant failure = snapshot.previous(spec.name()).map(Container::finishedAt).orElse(null);
        return failure == null || !now().isBefore(failure.plus(own.backOff.pauseAfter(failure)));
    }

    /// Whether it is too early to start the container again.
    private boolean backsOff(ContainerSpec spec, Container ended) {
        Instant failure = ended.finishedAt() == null ? now() : ended.finishedAt();
        Duration pause = memory.of(spec).backOff.pauseAfter(failure);
        Instant due = failure.plus(pause);
        if (!now().isBefore(due)) {
            return false;
        }
        PodSpec pod = memory.pod;
        String name = pod.identity().display();
        Waiting waiting =
                new Waiting(
                        "CrashLoopBackOff",
                        "back-off %s restarting failed container=%s pod=%s"
                                .formatted(GoDuration.text(pause), spec.name(), name));
        if (!waiting.equals(memory.of(spec).waiting)) {
            String message =
                    "Back-off restarting failed container %s in pod %s"
                            .formatted(spec.name(), name);
            events.warning(pod, spec, "BackOff", message);
        }
        wait(spec, waiting);
        deadline.at(due);
        return true;
    }

    private void noteAttempt(ContainerSpec spec, @Nullable Container ended) {
        if (ended == null) {
            return;
        }
        Container judged =
                memory.of(spec).isStopping(ended.id())
                        ? snapshot.previous(spec.name()).orElse(null)
                        : ended;
        if (judged != null && judged.finishedAt() != null) {
            memory.of(spec).backOff.attempted(now(), judged.finishedAt());
        }
    }

    /// Counts on from the last life in the runtime, or in the API if the runtime lost it.
    private int attempt(ContainerSpec spec, @Nullable Container ended) {
        if (ended != null) {
            return ended.attempt() + 1;
        }
        Container reset = memory.of(spec).reset;
        if (reset != null) {
            return reset.attempt();
        }
        return memory.inheritedStatus(spec)
                .filter(each -> each.has("containerID"))
                .map(each -> each.path("restartCount").asInt(0) + 1)
                .orElse(0);
    }

    private Instant now() {
        return services.timers().instant();
    }
}
