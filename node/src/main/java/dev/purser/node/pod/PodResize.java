package dev.purser.node.pod;

import dev.purser.node.cri.Container;
import dev.purser.node.cri.CriException;
import dev.purser.node.resize.Allocations;
import dev.purser.node.resize.ResizeEvent;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.ResizeCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Lets a running pod have other resources than it had (KEP-1287): asks the node for them, waits if
/// they are not there, and gives them to the containers, with a restart where a container wants
/// one. Used by the pod's thread.
final class PodResize {
    private static final String PENDING = "PodResizePending";
    private static final String IN_PROGRESS = "PodResizeInProgress";

    /// Nobody says when the machine has room again for other reasons than the end of a pod.
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(30);

    private static final Duration ERROR_PAUSE = Duration.ofSeconds(5);
    private static final List<String> RESIZED = List.of("cpu", "memory");

    private final PodServices services;
    private final PodMemory memory;
    private final LoopHandle handle;
    private final ContainerLife life;
    private final PodEvents events;
    private final MemoryShrinking shrinking;
    private @Nullable ResizeCondition pending;
    private @Nullable ResizeCondition inProgress;

    PodResize(PodServices services, PodMemory memory, LoopHandle handle, ContainerLife life) {
        this.services = services;
        this.memory = memory;
        this.handle = handle;
        this.life = life;
        events = new PodEvents(services.events());
        shrinking = new MemoryShrinking(services);
        pending = shown(PENDING);
        inProgress = shown(IN_PROGRESS);
        show();
    }

    /// What an earlier process said.
    private @Nullable ResizeCondition shown(String type) {
        for (JsonNode each : memory.pod.status().path("conditions")) {
            if (each.path("type").asString("").equals(type)) {
                return new ResizeCondition(
                        type,
                        each.path("reason").asString(""),
                        each.path("message").asString(""),
                        each.path("observedGeneration").asLong(0),
                        Instant.parse(each.path("lastTransitionTime").asString("")));
            }
        }
        return null;
    }

    /// Goes as far as it can.
    ///
    /// @return whether something changed
    boolean step(PodSnapshot snapshot) {
        List<ResizeCondition> before = memory.resizes;
        ask();
        actuate(snapshot);
        show();
        return !memory.resizes.equals(before);
    }

    private void show() {
        List<ResizeCondition> conditions = new ArrayList<>();
        if (pending != null) {
            conditions.add(pending);
        }
        if (inProgress != null) {
            conditions.add(inProgress);
        }
        memory.resizes = List.copyOf(conditions);
    }

    private void ask() {
        Allocations allocations = services.limits().allocations();
        PodSpec desired = memory.desired;
        switch (allocations.request(desired)) {
            case Allocations.Outcome.Deferred(String message) -> defer(desired, message);
            case Allocations.Outcome.Granted _, Allocations.Outcome.Unchanged _ -> pending = null;
        }
        PodSpec granted = allocations.granted(desired);
        if (!Allocations.haveSameResources(granted, memory.pod)) {
            inProgress = null;
            inProgress = condition(null, IN_PROGRESS, "", "", desired.pod().generation());
            events.normal(
                    desired,
                    "ResizeStarted",
                    ResizeEvent.message(
                            "Pod resize started", desired, desired.pod().generation(), ""));
        }
        memory.pod = granted;
    }

    private void defer(PodSpec desired, String message) {
        long generation = desired.pod().generation();
        ResizeCondition before = pending;
        pending = condition(before, PENDING, "Deferred", message, generation);
        if (before == null
                || before.generation() != generation
                || !before.reason().equals("Deferred")) {
            events.warning(
                    desired,
                    "ResizeDeferred",
                    ResizeEvent.message("Pod resize Deferred", desired, generation, message));
        }
        handle.deadline().at(now().plus(RETRY_PAUSE));
    }

    private ResizeCondition condition(
            @Nullable ResizeCondition before,
            String type,
            String reason,
            String message,
            long generation) {
        Instant since = before != null && before.reason().equals(reason) ? before.since() : now();
        return new ResizeCondition(type, reason, message, generation, since);
    }

    private void actuate(PodSnapshot snapshot) {
        List<Change> changes = new ArrayList<>();
        for (ContainerSpec spec : memory.pod.allContainers()) {
            Container current = snapshot.current(spec.name()).orElse(null);
            if (current != null && current.isRunning() && isChanged(spec)) {
                changes.add(new Change(spec, current.id()));
            }
        }
        if (changes.isEmpty()) {
            services.limits().allocations().podNowInForce(memory.pod);
            complete();
            return;
        }
        try {
            shrinking.check(memory.pod, changes);
            services.limits().cgroups().widen(memory.pod);
            for (Change each : changes) {
                change(each);
            }
            services.limits().allocations().podNowInForce(memory.pod);
            services.limits().cgroups().prepare(memory.pod);
        } catch (ShrinkException | CriException e) {
            fail(String.valueOf(e.getMessage()));
        }
        if (changes.stream().noneMatch(each -> isChanged(each.container()))) {
            complete();
        }
    }

    /// A running container that is to have other resources.
    record Change(ContainerSpec container, String id) {}

    private void change(Change change) {
        ContainerSpec spec = change.container();
        JsonNode wanted = resources(spec);
        if (restarts(spec, wanted)) {
            life.stop(
                    spec,
                    change.id(),
                    "Container %s resize requires restart".formatted(spec.name()),
                    memory.grace());
            return;
        }
        services.runtime()
                .updateResources(change.id(), services.limits().containers().of(memory.pod, spec));
        services.limits().allocations().nowInForce(memory.pod, spec.name(), wanted);
    }

    private boolean isChanged(ContainerSpec spec) {
        JsonNode inForce = inForce(spec);
        return inForce != null
                && (RESIZED.stream().anyMatch(name -> differ(name, inForce, resources(spec)))
                        || services.limits().allocations().inheritsAnother(memory.pod, spec));
    }

    private boolean restarts(ContainerSpec spec, JsonNode wanted) {
        JsonNode inForce = inForce(spec);
        for (JsonNode policy : spec.json().path("resizePolicy")) {
            boolean isRestart =
                    policy.path("restartPolicy").asString("").equals("RestartContainer");
            if (isRestart
                    && inForce != null
                    && differ(policy.path("resourceName").asString(""), inForce, wanted)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable JsonNode inForce(ContainerSpec spec) {
        return services.limits().allocations().inForce(memory.pod, spec.name()).orElse(null);
    }

    private static JsonNode resources(ContainerSpec spec) {
        return Allocations.resources(spec);
    }

    private static boolean differ(String name, JsonNode one, JsonNode other) {
        return !Objects.equals(one.path("limits").path(name), other.path("limits").path(name))
                || !Objects.equals(
                        one.path("requests").path(name), other.path("requests").path(name));
    }

    private void complete() {
        if (inProgress != null) {
            services.limits().cgroups().prepare(memory.pod);
            services.limits().cgroups().weigh(services.limits().allocations().pods());
            events.normal(
                    memory.pod,
                    "ResizeCompleted",
                    ResizeEvent.message(
                            "Pod resize completed", memory.pod, inProgress.generation(), ""));
            inProgress = null;
        }
    }

    private void fail(String message) {
        long generation =
                inProgress == null ? memory.pod.pod().generation() : inProgress.generation();
        ResizeCondition before = inProgress;
        inProgress = condition(before, IN_PROGRESS, "Error", message, generation);
        if (before == null || !before.message().equals(message)) {
            events.warning(
                    memory.pod,
                    "ResizeError",
                    ResizeEvent.message("Pod resize error", memory.pod, generation, message));
        }
        handle.deadline().at(now().plus(ERROR_PAUSE));
    }

    private Instant now() {
        return services.timers().instant();
    }
}
