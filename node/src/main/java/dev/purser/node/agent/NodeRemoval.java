package dev.purser.node.agent;

import dev.purser.node.containerd.ContainerdException;
import dev.purser.node.containerd.ContainerdLayout;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.host.HostCommands;
import dev.purser.node.host.SharedChanges;
import dev.purser.node.host.StrayProcesses;
import dev.purser.node.pod.HookRunner;
import dev.purser.node.probe.HttpProbe;
import dev.purser.node.volume.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends whatever a node left on the machine, by the machine's own state alone: containers, mounts,
/// containerd, network. No API server is needed, so it also cleans up after a Purser that was
/// killed. The agent itself must not run.
public final class NodeRemoval {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRemoval.class);

    private final NodeSettings settings;
    private final Mounts mounts;
    private final Duration graceLimit;

    /// @param graceLimit the longest that a container may take to end
    public NodeRemoval(NodeSettings settings, Mounts mounts, Duration graceLimit) {
        this.settings = settings;
        this.mounts = mounts;
        this.graceLimit = graceLimit;
    }

    /// What was done.
    ///
    /// @param pods that were there
    /// @param problems what could not be removed, a sentence each
    public record Outcome(int pods, List<String> problems) {
        public Outcome {
            problems = List.copyOf(problems);
        }
    }

    /// Whether the node's containerd runs.
    public boolean isRunning() {
        String config = new ContainerdLayout(settings.containerd()).configFile().toString();
        return !new StrayProcesses(Path.of("/proc")).withWords("--config", config).isEmpty();
    }

    /// Removes everything but the node's directory; of that, what is of pods. Images and logs stay.
    /// Containers end in order if the runtime can be reached, and by force otherwise.
    public Outcome run() throws InterruptedException {
        int pods = 0;
        try {
            if (Files.isDirectory(settings.containerd().resolve("root"))) {
                RuntimeHost host = RuntimeHost.start(settings);
                pods = removePods(host);
                return new Outcome(pods, host.shutDown());
            }
        } catch (ContainerdException | IOException | CriException e) {
            LOG.warn("The pods cannot be ended in order", e);
        }
        NodeSweep sweep =
                new NodeSweep(
                        settings, mounts, new HostCommands(), new SharedChanges(Path.of("/")));
        return new Outcome(pods, sweep.run());
    }

    private int removePods(RuntimeHost host) {
        List<Sandbox> sandboxes = host.runtime().sandboxes();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            HookRunner hooks = new HookRunner(host.runtime(), HttpProbe.create());
            sandboxes.stream()
                    .map(each -> new LeftPod(host.runtime(), hooks, each, graceLimit))
                    .forEach(pod -> workers.execute(pod::remove));
        }
        host.imageViews().closeAll();
        return sandboxes.size();
    }
}
