package dev.purser.node.collect;

import dev.purser.node.cri.Container;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.CriRuntime.Listed;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.host.StrayProcesses;
import dev.purser.node.host.StrayProcesses.Stray;
import dev.purser.node.launch.ContainerCgroups;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what is left of containers in pods that go on, when something has died at a bad moment. The
/// runtime may have forgotten a container whose first process waits for ever to be started, and
/// nobody takes its cgroup back. Or a shim took with it what it knew of a mounted root.
public final class LostContainers {
    private static final Logger LOG = LoggerFactory.getLogger(LostContainers.class);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final CriRuntime runtime;
    private final ContainerCgroups cgroups;
    private final ContainerRoots roots;
    private final StrayProcesses processes;

    public LostContainers(
            CriRuntime runtime,
            ContainerCgroups cgroups,
            ContainerRoots roots,
            StrayProcesses processes) {
        this.runtime = runtime;
        this.cgroups = cgroups;
        this.roots = roots;
        this.processes = processes;
    }

    /// Looks for cgroups and mounts before it asks the runtime, so that none of them can be newer
    /// than the answer. A sandbox is listed only once it runs: until then it is known by its shim.
    void remove() throws InterruptedException {
        Set<String> lost = new HashSet<>(cgroups.ids());
        Set<String> mounted = new HashSet<>(roots.ids());
        List<Listed> containers = runtime.listing();
        List<Sandbox> sandboxes = runtime.sandboxes();
        containers.stream().map(Listed::id).forEach(lost::remove);
        sandboxes.stream().map(Sandbox::id).forEach(lost::remove);
        lost.removeIf(this::hasShim);
        for (String id : lost) {
            end(id);
        }
        containers.stream().filter(this::isServed).map(Listed::id).forEach(mounted::remove);
        sandboxes.stream().filter(Sandbox::isReady).map(Sandbox::id).forEach(mounted::remove);
        mounted.removeIf(this::hasShim);
        mounted.forEach(this::unmount);
    }

    /// Whether somebody takes care of a container: if not of its process, then of what it leaves.
    private boolean isServed(Listed container) {
        return container.state() != Container.State.EXITED || hasShim(container.sandboxId());
    }

    /// A shim bears its sandbox's name, and one that only cleans up its container's.
    private boolean hasShim(String id) {
        return !processes.withWords("-id", id).isEmpty();
    }

    private void unmount(String id) {
        LOG.info("Unmounting the root of {}, which does not run", id);
        roots.unmount(id);
    }

    private void end(String id) throws InterruptedException {
        LOG.info("Removing the cgroup of {}, which is no container any more", id);
        List<Stray> left = StrayProcesses.kill(() -> processes.ofCgroupNamed(id), KILL_LIMIT);
        if (!left.isEmpty()) {
            LOG.warn("In the cgroup of {} there are still processes: {}", id, left);
        }
        cgroups.remove(id);
    }
}
