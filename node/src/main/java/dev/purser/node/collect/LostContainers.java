package dev.purser.node.collect;

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

/// Ends what is left of containers that the runtime no longer knows, in pods that go on: their
/// cgroups, and what is in them. When the runtime dies while it makes a container's first process,
/// that one may wait for ever to be started, and nobody takes the cgroup back.
public final class LostContainers {
    private static final Logger LOG = LoggerFactory.getLogger(LostContainers.class);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final CriRuntime runtime;
    private final ContainerCgroups cgroups;
    private final StrayProcesses processes;

    public LostContainers(CriRuntime runtime, ContainerCgroups cgroups, StrayProcesses processes) {
        this.runtime = runtime;
        this.cgroups = cgroups;
        this.processes = processes;
    }

    /// Looks for cgroups before it asks the runtime, so that none of them can be newer than the
    /// answer. A sandbox is listed only once it runs: until then it is known by its shim.
    void remove() throws InterruptedException {
        Set<String> lost = new HashSet<>(cgroups.ids());
        runtime.listing().stream().map(Listed::id).forEach(lost::remove);
        runtime.sandboxes().stream().map(Sandbox::id).forEach(lost::remove);
        lost.removeIf(id -> !processes.withWords("-id", id).isEmpty());
        for (String id : lost) {
            end(id);
        }
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
