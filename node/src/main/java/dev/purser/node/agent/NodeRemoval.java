package dev.purser.node.agent;

import dev.purser.node.containerd.ContainerdException;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.pod.HookRunner;
import dev.purser.node.probe.HttpProbe;
import dev.purser.node.volume.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Ends whatever a node left on the machine, by the machine's own state alone: containers, mounts,
/// containerd, network. No API server is needed, so it also cleans up after a Purser that was
/// killed. The agent itself must not run.
public final class NodeRemoval {
    private final NodeSettings settings;
    private final Mounts mounts;
    private final Duration graceLimit;

    /// @param graceLimit the longest that a container may take to end
    public NodeRemoval(NodeSettings settings, Mounts mounts, Duration graceLimit) {
        this.settings = settings;
        this.mounts = mounts;
        this.graceLimit = graceLimit;
    }

    /// Removes everything but the files of the node's directory. Images stay.
    ///
    /// @return the number of pods that were there
    /// @throws NodeStartException when the runtime that knows the containers cannot be reached
    public int run() throws NodeStartException, InterruptedException {
        try {
            int pods = Files.isDirectory(settings.containerd().resolve("root")) ? removePods() : 0;
            unmountAll();
            removePodDirectories();
            return pods;
        } catch (ContainerdException e) {
            throw new NodeStartException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new NodeStartException("The node cannot be removed: " + e.getMessage(), e);
        }
    }

    private int removePods() throws ContainerdException, IOException, InterruptedException {
        RuntimeHost host = RuntimeHost.start(settings);
        List<Sandbox> sandboxes = host.runtime().sandboxes();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            HookRunner hooks = new HookRunner(host.runtime(), HttpProbe.create());
            sandboxes.stream()
                    .map(each -> new LeftPod(host.runtime(), hooks, each, graceLimit))
                    .forEach(pod -> workers.execute(pod::remove));
        }
        host.shutDown();
        return sandboxes.size();
    }

    private void unmountAll() throws IOException {
        List<Path> mounted =
                mounts.mountedBeneath(settings.directory()).stream()
                        .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                        .toList();
        for (Path target : mounted) {
            mounts.unmount(target);
        }
    }

    /// What pods' volumes held does not outlive the pods.
    private void removePodDirectories() throws IOException {
        Path pods = settings.directory().resolve("pods");
        if (!Files.isDirectory(pods)) {
            return;
        }
        try (Stream<Path> files = Files.walk(pods)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
