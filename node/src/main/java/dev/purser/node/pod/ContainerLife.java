package dev.purser.node.pod;

import dev.purser.node.pod.ContainerStopper.Order;
import dev.purser.node.pod.HookRunner.Hooked;
import dev.purser.node.probe.Prober;
import dev.purser.node.probe.Prober.Purpose;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.status.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// What belongs to a container from its start to its end: the postStart hook, the probes, and the
/// stop before a restart. Used by the pod's thread.
final class ContainerLife {
    private final PodServices services;
    private final PodMemory memory;
    private final ContainerStopper stopper;
    private final LoopHandle handle;
    private final PodEvents events;
    private final ProbeResults probeResults = new ProbeResults();

    ContainerLife(
            PodServices services, PodMemory memory, ContainerStopper stopper, LoopHandle handle) {
        this.services = services;
        this.memory = memory;
        this.stopper = stopper;
        this.handle = handle;
        events = new PodEvents(services.events());
    }

    /// The loop has just started the container.
    void started(ContainerSpec spec, String id, List<String> addresses) {
        JsonNode hook = spec.hook("postStart");
        if (hook.isMissingNode()) {
            beginProbes(spec, id, address(addresses), Origin.STARTED);
        } else {
            runPostStart(new Hooked(memory.pod, spec, id, address(addresses)), hook);
        }
    }

    /// The container runs, and an earlier process started it.
    void adopted(ContainerSpec spec, String id, List<String> addresses) {
        beginProbes(spec, id, address(addresses), Origin.ADOPTED);
    }

    /// The container has ended.
    void ended(String id) {
        services.prober().stop(id);
    }

    private enum Origin {
        STARTED,
        ADOPTED
    }

    /// Takes over what the API still shows of the probes of this very life.
    private void beginProbes(ContainerSpec spec, String id, String address, Origin origin) {
        JsonNode shown =
                memory.inheritedStatus(spec)
                        .filter(each -> each.path("containerID").asString("").endsWith("/" + id))
                        .orElse(MissingNode.getInstance());
        boolean started =
                spec.probe(Purpose.STARTUP.field()).isMissingNode()
                        || shown.path("started").asBoolean(false);
        boolean ready =
                spec.probe(Purpose.READINESS.field()).isMissingNode()
                        || shown.path("ready").asBoolean(false);
        ContainerMemory own = memory.of(spec);
        own.begin(id, started, ready);
        own.waiting = null;
        boolean isAdopted = origin == Origin.ADOPTED;
        services.prober()
                .start(
                        new Prober.Target(memory.pod, spec, id, address, started, isAdopted),
                        probeResults);
    }

    private String address(List<String> addresses) {
        return addresses.isEmpty() ? services.hostAddresses().getFirst() : addresses.getFirst();
    }

    private void runPostStart(Hooked target, JsonNode hook) {
        memory.of(target.container()).hookedId = target.id();
        services.background()
                .execute(() -> {
                    try {
                        Optional<String> failure =
                                services.hooks().run(target, hook, HookRunner.UNBOUNDED);
                        handle.tellAndWake(() -> postStartEnded(target, failure.orElse(null)));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /// @param failure null when there was none
    private void postStartEnded(Hooked target, @Nullable String failure) {
        ContainerSpec spec = target.container();
        if (failure == null) {
            memory.of(spec).hookedId = "";
            beginProbes(spec, target.id(), target.address(), Origin.STARTED);
            return;
        }
        events.warning(memory.pod, spec, "FailedPostStartHook", "PostStartHook failed");
        stopper.stop(
                new Order(target, "FailedPostStartHook", memory.pod.terminationGrace()),
                () -> handle.tellAndWake(() -> stoppedAfterHook(target, failure)));
    }

    /// Only now does this life count, as one that ended.
    private void stoppedAfterHook(Hooked target, String failure) {
        ContainerMemory own = memory.of(target.container());
        own.hookedId = "";
        own.waiting = new Waiting("PostStartHookError", failure);
    }

    /// Stops the container so that it is restarted.
    void stop(ContainerSpec spec, String id, String message, Duration grace) {
        ContainerMemory own = memory.of(spec);
        if (own.isStopping(id)) {
            return;
        }
        own.stoppingId = id;
        services.prober().stop(id);
        Hooked target = new Hooked(memory.pod, spec, id, address(List.of()));
        stopper.stop(new Order(target, message, grace), handle.wake());
    }

    /// Takes the probes' results to the pod's thread; those about a life that is over are dropped.
    private final class ProbeResults implements Prober.Listener {
        @Override
        public void started(String id) {
            change(id, own -> own.isStarted = true);
        }

        @Override
        public void ready(String id) {
            change(id, own -> own.isReady = true);
        }

        @Override
        public void unready(String id) {
            change(id, own -> own.isReady = false);
        }

        private void change(String id, Consumer<ContainerMemory> what) {
            handle.tellAndWake(() ->
                    memory.pod.allContainers().stream()
                            .map(memory::of)
                            .filter(own -> own.probedId.equals(id))
                            .forEach(what));
        }

        @Override
        public void failed(String id, Purpose purpose) {
            handle.tellAndWake(() ->
                    memory.pod.allContainers().stream()
                            .filter(spec -> memory.of(spec).probedId.equals(id))
                            .forEach(spec -> restart(spec, id, purpose)));
        }

        private void restart(ContainerSpec spec, String id, Purpose purpose) {
            JsonNode own = spec.probe(purpose.field()).path("terminationGracePeriodSeconds");
            Duration grace =
                    own.isNumber()
                            ? Duration.ofSeconds(own.asLong())
                            : memory.pod.terminationGrace();
            String message =
                    "Container %s failed %s probe, will be restarted"
                            .formatted(spec.name(), purpose.word());
            stop(spec, id, message, grace);
        }
    }
}
