package dev.purser.node.pod;

import dev.purser.node.cri.Container;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.status.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Begins a pod's containers anew, in the same sandbox and with the same volumes, when one of them
/// ends with a code for which its rules say `RestartAllContainers` (KEP-5532). Used by the pod's
/// thread.
final class AllRestart {
    private static final int KILLED = 137;
    private static final String MESSAGE =
            "The container is removed because RestartAllContainers in place";

    private final PodServices services;
    private final PodMemory memory;
    private final ContainerLife life;
    private final Runnable wake;

    AllRestart(PodServices services, PodMemory memory, ContainerLife life, Runnable wake) {
        this.wake = wake;
        this.services = services;
        this.memory = memory;
        this.life = life;
    }

    /// Goes on with a restart that is due.
    ///
    /// @return whether the containers are being ended, so that none may start
    boolean isUnderWay(PodSnapshot snapshot) {
        List<ContainerSpec> sources =
                specs().filter(each -> memory.facts(each, snapshot).asksForRestartOfAll()).toList();
        if (sources.isEmpty()) {
            return false;
        }
        boolean isRunning = false;
        for (ContainerSpec spec : specs().toList()) {
            for (Container each : snapshot.lives(spec.name())) {
                if (each.isRunning()) {
                    isRunning = true;
                    life.stop(spec, each.id(), "killing", Duration.ZERO);
                }
            }
        }
        if (isRunning) {
            return true;
        }
        reset(snapshot, sources);
        wake.run();
        return true;
    }

    private Stream<ContainerSpec> specs() {
        return Stream.concat(
                memory.pod.mainContainers().stream(), memory.pod.initContainers().stream());
    }

    /// Removes what is left of all containers; those that asked for it go last.
    private void reset(PodSnapshot snapshot, List<ContainerSpec> sources) {
        Instant due = backOff(snapshot, sources);
        List<ContainerSpec> order = new ArrayList<>(specs().toList());
        order.removeAll(sources);
        order.addAll(sources);
        for (ContainerSpec spec : order) {
            snapshot.current(spec.name()).ifPresent(each -> forget(spec, each, due));
            snapshot.lives(spec.name())
                    .forEach(each -> services.runtime().removeContainer(each.id()));
        }
    }

    /// Kubelet would begin at once however often this happens.
    private Instant backOff(PodSnapshot snapshot, List<ContainerSpec> sources) {
        Instant due = Instant.MIN;
        Instant now = services.timers().instant();
        for (ContainerSpec spec : sources) {
            ContainerMemory own = memory.of(spec);
            Instant failure = snapshot.current(spec.name()).map(Container::finishedAt).orElse(now);
            Instant next = failure.plus(own.backOff.pauseAfter(failure));
            own.backOff.attempted(now, failure);
            due = next.isAfter(due) ? next : due;
        }
        return due;
    }

    private void forget(ContainerSpec spec, Container last, Instant due) {
        ContainerMemory own = memory.of(spec);
        life.ended(last.id());
        own.begin("", false, false);
        own.stoppingId = "";
        own.retryAt = due;
        own.waiting = new Waiting(Container.ALL_RESTARTING, MESSAGE);
        own.reset =
                new Container(
                        "",
                        last.sandboxId(),
                        last.name(),
                        last.attempt() + 1,
                        Container.State.EXITED,
                        last.createdAt(),
                        null,
                        null,
                        KILLED,
                        Container.ALL_RESTARTING,
                        MESSAGE,
                        spec.image(),
                        "",
                        Map.of());
    }
}
