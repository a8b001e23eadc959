package dev.purser.node.pod;

import dev.purser.api.status.StatusException;
import dev.purser.client.ApiUnavailableException;
import dev.purser.node.cri.Container;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.pod.ContainerStopper.Order;
import dev.purser.node.pod.HookRunner.Hooked;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.status.PodFacts.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a pod: containers, then sandbox, then what it had on the node, then its object, and once
/// that is gone also what was kept to be looked at. Used by the pod's thread.
final class PodEnding {
    private static final Logger LOG = LoggerFactory.getLogger(PodEnding.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final PodServices services;
    private final PodMemory memory;
    private final ContainerStopper stopper;
    private final LoopHandle handle;
    private final PodRemains remains;

    /// The grace with which each container is being stopped.
    private final Map<String, Duration> graces = new HashMap<>();

    /// The ends of the containers that are being stopped.
    private final Map<String, CompletableFuture<Void>> ends = new HashMap<>();

    private boolean isRefused;
    private boolean isShutDown;
    private boolean isObjectDeleted;
    private boolean isDone;

    PodEnding(PodServices services, PodMemory memory, ContainerStopper stopper, LoopHandle handle) {
        this.services = services;
        this.memory = memory;
        this.stopper = stopper;
        this.handle = handle;
        remains = new PodRemains(services);
    }

    /// The node did not take the pod on: there is nothing to stop, and nothing more to say.
    void refused() {
        isRefused = true;
    }

    /// The pod ends here, but is to live on when the node comes back, so its status stays.
    ///
    /// @param graceLimit the longest that containers may take to end
    void shutDown(Duration graceLimit) {
        isShutDown = true;
        memory.graceLimit = graceLimit;
        memory.stage = memory.stage == Stage.LIVE ? Stage.ENDING : memory.stage;
    }

    boolean isDone() {
        return isDone;
    }

    /// Whether the node has nothing more to remove for now.
    boolean isSettled() {
        return isDone || !isShutDown;
    }

    void step(RuntimeObserver observer, StatusReport report) {
        if (memory.stage == Stage.ENDING && !isRefused) {
            PodSnapshot snapshot = observer.observe(memory.pod);
            if (isReported() && memory.pod.isDeleted() && !isAnnounced()) {
                report.write(snapshot, handle.deadline());
            }
            if (stopContainers(snapshot)) {
                return;
            }
            end(snapshot, observer, report);
        }
        memory.stage = Stage.ENDED;
        afterEnd();
    }

    private boolean isReported() {
        return !isShutDown && !memory.isRemoved && !memory.pod.isFinished();
    }

    /// Whether the status says already that the node knows of the deletion. What ends on the way is
    /// told when all of the pod has ended, as kubelet does.
    private boolean isAnnounced() {
        return memory.shown.path("observedGeneration").asLong(0) == memory.pod.pod().generation();
    }

    /// Stops what runs, all hooks at once: the main containers first, then the sidecars, the last
    /// one first, within the time that the pod has altogether.
    ///
    /// @return whether something still runs
    private boolean stopContainers(PodSnapshot snapshot) {
        List<ContainerSpec> order =
                new ArrayList<>(
                        memory.pod.allContainers().stream()
                                .filter(each -> !each.isSidecar())
                                .toList());
        memory.pod.initContainers().reversed().stream()
                .filter(ContainerSpec::isSidecar)
                .forEach(order::add);
        List<CompletableFuture<Void>> earlier = new ArrayList<>();
        boolean isRunning = false;
        for (ContainerSpec spec : order) {
            for (Container life : snapshot.lives(spec.name())) {
                if (life.isRunning()) {
                    isRunning = true;
                    stop(spec, life.id(), spec.isSidecar() ? new Turn(earlier) : Turn.NOW);
                    earlier.add(ended(life.id()));
                }
            }
        }
        return isRunning;
    }

    /// Complete when the container has been stopped.
    private CompletableFuture<Void> ended(String id) {
        return ends.computeIfAbsent(id, _ -> new CompletableFuture<>());
    }

    private void stop(ContainerSpec spec, String id, Turn turn) {
        Duration grace = memory.grace();
        Duration before = graces.get(id);
        if (before == null) {
            graces.put(id, grace);
            services.prober().stop(id);
            Hooked target = new Hooked(memory.pod, spec, id, address());
            String message = "Stopping container " + spec.name();
            CompletableFuture<Void> end = ended(id);
            stopper.stop(
                    new Order(target, message, grace, turn),
                    () -> {
                        end.complete(null);
                        handle.wake().run();
                    });
        } else if (memory.isRemoved && before.isPositive()) {
            graces.put(id, Duration.ZERO);
            stopper.hasten(id, Duration.ZERO);
        } else {
            // A stop that failed is tried again.
            handle.deadline().at(services.timers().instant().plus(RETRY_PAUSE));
        }
    }

    private String address() {
        String shown = memory.pod.status().path("podIP").asString("");
        return shown.isEmpty() ? services.hostAddresses().getFirst() : shown;
    }

    private void end(PodSnapshot snapshot, RuntimeObserver observer, StatusReport report) {
        for (Sandbox sandbox : snapshot.sandboxes()) {
            services.runtime().stopSandbox(sandbox.id());
        }
        // Before the stage changes: if the runtime is away, this whole end is tried again.
        PodSnapshot last = isReported() ? observer.observe(memory.pod) : snapshot;
        memory.stage = Stage.ENDED;
        if (isReported()) {
            report.write(last, handle.deadline());
        }
        remains.removeWorkingState(memory.pod);
        services.configs().release(memory.pod.identity().uid());
        services.images().forget(memory.pod.identity().uid());
        if (!isShutDown) {
            services.limits().allocations().release(memory.pod.identity().uid());
            services.limits().cgroups().weigh(services.limits().allocations().pods());
        }
    }

    private void afterEnd() {
        if (memory.isRemoved || isShutDown) {
            remains.removeFromRuntime(memory.pod.identity().uid());
            if (memory.isRemoved) {
                remains.removeLogs(memory.pod.identity());
            }
            isDone = true;
        } else if (memory.pod.isDeleted() && !isObjectDeleted) {
            deleteObject();
        }
    }

    private void deleteObject() {
        try {
            services.statuses().delete(memory.pod.pod());
            isObjectDeleted = true;
        } catch (ApiUnavailableException | StatusException e) {
            LOG.warn("Pod {} could not be deleted", memory.pod.identity(), e);
            handle.deadline().at(services.timers().instant().plus(RETRY_PAUSE));
        }
    }
}
