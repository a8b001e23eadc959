package dev.purser.node.pod;

import dev.purser.node.cri.Container;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.launch.ContainerAnnotations;
import dev.purser.node.pod.ContainerLauncher.Place;
import dev.purser.node.pod.ContainerStopper.Order;
import dev.purser.node.pod.HookRunner.Hooked;
import dev.purser.node.probe.Prober;
import dev.purser.node.probe.Prober.Purpose;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.ContainerSpec.Role;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.ContainerFacts;
import dev.purser.node.status.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Starts, restarts and adopts the containers of a live pod. Used by the pod's thread.
final class ContainerKeeper {
    /// A container's newest life and the one before are kept for their logs and states.
    private static final int LIVES_KEPT = 2;

    private final PodServices services;
    private final PodMemory memory;
    private final ContainerStopper stopper;
    private final LoopHandle handle;
    private final PodEvents events;
    private final ContainerLauncher launcher;
    private final ProbeResults probeResults;

    ContainerKeeper(
            PodServices services, PodMemory memory, ContainerStopper stopper, LoopHandle handle) {
        this.services = services;
        this.memory = memory;
        this.stopper = stopper;
        this.handle = handle;
        events = new PodEvents(services.events());
        launcher = new ContainerLauncher(services, events, handle.wake());
        probeResults = new ProbeResults();
    }

    /// Where a running container comes from.
    private enum Origin {
        /// This loop has just started it.
        STARTED,
        /// An earlier process did.
        ADOPTED
    }

    /// One round over the containers.
    ///
    /// @param sandbox the working one
    private record Round(PodSnapshot snapshot, Sandbox sandbox) {
        List<String> addresses() {
            return snapshot.addresses();
        }
    }

    /// Takes containers over that run and were not started by this loop, and removes those that an
    /// earlier process made and never started.
    void adopt(PodSnapshot snapshot) {
        for (Container container : snapshot.containers()) {
            if (container.state() == Container.State.CREATED) {
                services.runtime().removeContainer(container.id());
            }
        }
        for (ContainerSpec spec : memory.pod.allContainers()) {
            ContainerMemory own = memory.of(spec);
            snapshot.current(spec.name())
                    .filter(each -> each.hasExited() && each.id().equals(own.probedId))
                    .ifPresent(each -> services.prober().stop(each.id()));
            snapshot.current(spec.name())
                    .filter(Container::isRunning)
                    .filter(each -> !each.id().equals(own.probedId))
                    .filter(each -> !each.id().equals(own.hookedId))
                    .ifPresent(
                            each -> begin(spec, each.id(), snapshot.addresses(), Origin.ADOPTED));
        }
    }

    /// A life has begun, here or in an earlier process, whose probe results the API still shows.
    private void begin(ContainerSpec spec, String id, List<String> addresses, Origin origin) {
        JsonNode shown =
                memory.shownStatus(spec)
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
        String address = address(addresses);
        services.prober()
                .start(
                        new Prober.Target(
                                memory.pod, spec, id, address, started, origin == Origin.ADOPTED),
                        probeResults);
    }

    private String address(List<String> addresses) {
        return addresses.isEmpty() ? services.hostAddresses().getFirst() : addresses.getFirst();
    }

    /// Takes every step that can be taken now.
    ///
    /// @return whether something changed
    boolean advance(PodSnapshot snapshot, SandboxKeeper sandboxes) throws InterruptedException {
        Optional<Sandbox> sandbox = snapshot.readySandbox();
        if (sandbox.isEmpty()) {
            return false;
        }
        Round round = new Round(snapshot, sandbox.get());
        memory.pod.allContainers().forEach(each -> stopOutdated(each, snapshot));
        Progress progress = new Progress(round, sandboxes);
        if (progress.initContainers()) {
            progress.all(memory.pod.mainContainers());
            progress.all(memory.pod.ephemeralContainers());
        }
        return progress.changed;
    }

    /// A running container whose definition was changed is replaced.
    private void stopOutdated(ContainerSpec spec, PodSnapshot snapshot) {
        snapshot.current(spec.name())
                .filter(Container::isRunning)
                .filter(each -> ContainerAnnotations.isOutdated(each, spec))
                .ifPresent(each ->
                        stop(
                                spec,
                                each.id(),
                                "Container %s definition changed, will be restarted"
                                        .formatted(spec.name()),
                                memory.pod.terminationGrace()));
    }

    private void stop(ContainerSpec spec, String id, String message, Duration grace) {
        ContainerMemory own = memory.of(spec);
        if (own.isStopping(id)) {
            return;
        }
        own.stoppingId = id;
        services.prober().stop(id);
        Hooked target = new Hooked(memory.pod, spec, id, address(List.of()));
        stopper.stop(new Order(target, message, grace), handle.wake());
    }

    /// The steps of one round.
    private final class Progress {
        private final Round round;
        private final SandboxKeeper sandboxes;
        private boolean changed;

        Progress(Round round, SandboxKeeper sandboxes) {
            this.round = round;
            this.sandboxes = sandboxes;
        }

        /// Whether the main containers may run.
        boolean initContainers() throws InterruptedException {
            boolean mainBegan =
                    memory.pod.mainContainers().stream()
                            .anyMatch(each -> round.snapshot().current(each.name()).isPresent());
            for (ContainerSpec spec : memory.pod.initContainers()) {
                if (spec.role() == Role.INIT && mainBegan) {
                    continue;
                }
                if (needsStart(spec)) {
                    start(spec);
                }
                if (!isDone(spec) && !mainBegan) {
                    return false;
                }
            }
            return true;
        }

        private boolean isDone(ContainerSpec spec) {
            ContainerFacts facts = memory.facts(spec, round.snapshot());
            return spec.isSidecar()
                    ? memory.of(spec).isStarted && (facts.isRunning() || wasStarted(spec))
                    : facts.hasSucceeded();
        }

        /// A sidecar that was started in this very round.
        private boolean wasStarted(ContainerSpec spec) {
            ContainerMemory own = memory.of(spec);
            return !own.probedId.isEmpty()
                    && round.snapshot().containers().stream()
                            .noneMatch(each -> each.id().equals(own.probedId));
        }

        void all(List<ContainerSpec> specs) throws InterruptedException {
            for (ContainerSpec spec : specs) {
                if (needsStart(spec)) {
                    start(spec);
                }
                if (!memory.of(spec).hookedId.isEmpty()) {
                    return;
                }
            }
        }

        private boolean needsStart(ContainerSpec spec) {
            ContainerMemory own = memory.of(spec);
            if (!own.hookedId.isEmpty() || own.retryAt.isAfter(now())) {
                if (own.retryAt.isAfter(now())) {
                    handle.deadline().at(own.retryAt);
                }
                return false;
            }
            Optional<Container> current = round.snapshot().current(spec.name());
            return current.isEmpty()
                    || (current.get().hasExited() && spec.restartsAfter(current.get().exitCode()));
        }

        private void start(ContainerSpec spec) throws InterruptedException {
            Optional<Container> ended = round.snapshot().current(spec.name());
            if (ended.isPresent() && backsOff(spec, ended.get())) {
                return;
            }
            Place place;
            try {
                place =
                        new Place(
                                round.sandbox().id(),
                                sandboxes.config(memory.pod, round.sandbox().attempt()),
                                attempt(spec, ended),
                                round.addresses(),
                                memory.volumes);
            } catch (IOException e) {
                wait(spec, new Waiting("CreateContainerConfigError", e.toString()));
                return;
            }
            LaunchOutcome outcome = launcher.launch(memory.pod, spec, place);
            handle(spec, ended, outcome);
        }

        private void handle(ContainerSpec spec, Optional<Container> ended, LaunchOutcome outcome) {
            switch (outcome) {
                case LaunchOutcome.Started(String id) -> {
                    noteAttempt(spec, ended);
                    started(spec, id);
                }
                case LaunchOutcome.Failed(Waiting waiting) -> {
                    noteAttempt(spec, ended);
                    wait(spec, waiting);
                    handle.wake().run();
                }
                case LaunchOutcome.NotYet(Waiting waiting, Duration pause) -> {
                    wait(spec, waiting);
                    memory.of(spec).retryAt = now().plus(pause);
                    handle.deadline().at(now().plus(pause));
                }
                case LaunchOutcome.Fetching _ -> {
                    // The end of the pull wakes this loop.
                }
            }
        }

        private void started(ContainerSpec spec, String id) {
            changed = true;
            removeOldLives(spec);
            JsonNode hook = spec.hook("postStart");
            if (hook.isMissingNode()) {
                begin(spec, id, round.addresses(), Origin.STARTED);
            } else {
                runPostStart(new Hooked(memory.pod, spec, id, address(round.addresses())), hook);
            }
        }

        private void removeOldLives(ContainerSpec spec) {
            round.snapshot().lives(spec.name()).stream()
                    .skip(LIVES_KEPT - 1L)
                    .forEach(each -> services.runtime().removeContainer(each.id()));
        }

        private void wait(ContainerSpec spec, Waiting waiting) {
            changed |= !waiting.equals(memory.of(spec).waiting);
            memory.of(spec).waiting = waiting;
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
            Waiting waiting =
                    new Waiting(
                            "CrashLoopBackOff",
                            "back-off %s restarting failed container=%s pod=%s"
                                    .formatted(
                                            GoDuration.text(pause),
                                            spec.name(),
                                            pod.identity().display()));
            if (!waiting.equals(memory.of(spec).waiting)) {
                events.warning(
                        pod,
                        spec,
                        "BackOff",
                        "Back-off restarting failed container %s in pod %s"
                                .formatted(spec.name(), pod.identity().display()));
            }
            wait(spec, waiting);
            handle.deadline().at(due);
            return true;
        }

        private void noteAttempt(ContainerSpec spec, Optional<Container> ended) {
            ended.map(Container::finishedAt)
                    .ifPresent(failure -> memory.of(spec).backOff.attempted(now(), failure));
        }

        /// Counts on from the last life in the runtime, or in the API if the runtime lost it.
        private int attempt(ContainerSpec spec, Optional<Container> ended) {
            return ended.map(each -> each.attempt() + 1)
                    .or(() ->
                            memory.shownStatus(spec)
                                    .filter(each -> each.has("containerID"))
                                    .map(each -> each.path("restartCount").asInt(0) + 1))
                    .orElse(0);
        }
    }

    private void runPostStart(Hooked target, JsonNode hook) {
        ContainerSpec spec = target.container();
        memory.of(spec).hookedId = target.id();
        services.background()
                .execute(() -> {
                    try {
                        Optional<String> failure =
                                services.hooks().run(target, hook, Optional.empty());
                        handle.tellAndWake(() -> postStartEnded(target, failure));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private void postStartEnded(Hooked target, Optional<String> failure) {
        ContainerSpec spec = target.container();
        memory.of(spec).hookedId = "";
        if (failure.isEmpty()) {
            begin(spec, target.id(), List.of(target.address()), Origin.STARTED);
        } else {
            memory.of(spec).begin(target.id(), false, false);
            memory.of(spec).waiting = new Waiting("PostStartHookError", failure.get());
            events.warning(memory.pod, spec, "FailedPostStartHook", "PostStartHook failed");
            stop(spec, target.id(), "FailedPostStartHook", memory.pod.terminationGrace());
        }
    }

    private Instant now() {
        return services.timers().instant();
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
            stop(
                    spec,
                    id,
                    "Container %s failed %s probe, will be restarted"
                            .formatted(spec.name(), purpose.word()),
                    grace);
        }
    }
}
