package dev.purser.node.pod;

import dev.purser.node.cri.Container;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.launch.ContainerAnnotations;
import dev.purser.node.spec.ContainerSpec;
import java.time.Instant;
import java.util.Optional;

/// Starts, restarts and adopts the containers of a live pod. Used by the pod's thread.
final class ContainerKeeper {
    private final PodServices services;
    private final PodMemory memory;
    private final LoopHandle handle;
    private final ContainerLife life;
    private final AllRestart allRestart;
    private final PodResize resize;
    private final LateReasons reasons = new LateReasons();

    ContainerKeeper(
            PodServices services, PodMemory memory, ContainerStopper stopper, LoopHandle handle) {
        this.services = services;
        this.memory = memory;
        this.handle = handle;
        life = new ContainerLife(services, memory, stopper, handle);
        allRestart = new AllRestart(services, memory, life, handle.wake());
        resize = new PodResize(services, memory, handle, life);
    }

    /// Lets the containers have what the pod asks for, as far as that goes now.
    void resize(PodSnapshot snapshot) {
        resize.step(snapshot);
    }

    /// Takes note of what began and ended without this loop: containers of an earlier process are
    /// adopted, and removed if it made them and never started them.
    ///
    /// @return whether the runtime has said all about those that ended
    boolean adopt(PodSnapshot snapshot) {
        for (Container container : snapshot.containers()) {
            if (container.state() == Container.State.CREATED) {
                services.runtime().removeContainer(container.id());
            }
        }
        for (ContainerSpec spec : memory.pod.allContainers()) {
            snapshot.current(spec.name()).ifPresent(each -> note(spec, each, snapshot));
        }
        Optional<Instant> end = reasons.finalAt(memory.pod, snapshot, services.timers().instant());
        end.ifPresent(handle.deadline()::at);
        return end.isEmpty();
    }

    private void note(ContainerSpec spec, Container current, PodSnapshot snapshot) {
        ContainerMemory own = memory.of(spec);
        boolean isKnown = current.id().equals(own.probedId) || current.id().equals(own.hookedId);
        if (current.isRunning() && !isKnown) {
            life.adopted(spec, current.id(), snapshot.addresses());
        } else if (current.hasExited() && isKnown) {
            life.ended(current.id());
        }
    }

    /// Takes every step that can be taken now.
    ///
    /// @return whether something changed
    boolean advance(PodSnapshot snapshot, SandboxKeeper sandboxes) throws InterruptedException {
        Optional<Sandbox> sandbox = snapshot.readySandbox();
        if (sandbox.isEmpty()) {
            return false;
        }
        if (allRestart.isUnderWay(snapshot)) {
            return true;
        }
        memory.pod.allContainers().forEach(each -> stopOutdated(each, snapshot));
        ContainerRound round =
                new ContainerRound(
                        new ContainerRound.Means(services, memory, life, handle, sandboxes),
                        snapshot,
                        sandbox.get());
        return round.run();
    }

    /// Whether this loop itself ended a container so that its next life may begin.
    boolean isReplacing(PodSnapshot snapshot) {
        return memory.pod.allContainers().stream()
                .anyMatch(spec ->
                        snapshot.current(spec.name())
                                .filter(Container::hasExited)
                                .filter(each -> memory.of(spec).isStopping(each.id()))
                                .filter(each -> spec.restartsAfter(each.exitCode()))
                                .isPresent());
    }

    /// A running container whose definition was changed is replaced.
    private void stopOutdated(ContainerSpec spec, PodSnapshot snapshot) {
        snapshot.current(spec.name())
                .filter(Container::isRunning)
                .filter(each -> ContainerAnnotations.isOutdated(each, spec))
                .ifPresent(each ->
                        life.stop(
                                spec,
                                each.id(),
                                "Container %s definition changed, will be restarted"
                                        .formatted(spec.name()),
                                memory.pod.terminationGrace()));
    }
}
