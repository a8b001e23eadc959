package dev.purser.node.agent;

import dev.purser.node.containerd.ContainerdLayout;
import dev.purser.node.containerd.NotedSandboxes;
import dev.purser.node.containerd.ShimSockets;
import dev.purser.node.host.Commands;
import dev.purser.node.host.SharedChanges;
import dev.purser.node.host.StrayProcesses;
import dev.purser.node.host.StrayProcesses.Stray;
import dev.purser.node.launch.Cgroups;
import dev.purser.node.network.AddressLeases;
import dev.purser.node.network.BridgeInterface;
import dev.purser.node.network.CniResults;
import dev.purser.node.network.PacketRules;
import dev.purser.node.network.PodNetwork;
import dev.purser.node.service.ServiceRules;
import dev.purser.node.volume.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends by force what a node has left on the machine, by the machine's own state alone: processes,
/// mounts, interfaces, rules of iptables, cgroups, and files outside its directory. After an
/// orderly end there is hardly anything to find; after a crash, or with a runtime that cannot be
/// started, there may be all of it.
final class NodeSweep {
    private static final Logger LOG = LoggerFactory.getLogger(NodeSweep.class);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final int UNMOUNT_ROUNDS = 3;
    private static final Duration CGROUP_LIMIT = Duration.ofSeconds(2);

    private final NodeSettings settings;
    private final ContainerdLayout layout;
    private final Mounts mounts;
    private final Commands commands;
    private final SharedChanges shared;
    private final String name;
    private final List<String> problems = new ArrayList<>();

    NodeSweep(NodeSettings settings, Mounts mounts, Commands commands, SharedChanges shared) {
        this.settings = settings;
        this.layout = new ContainerdLayout(settings.containerd());
        this.mounts = mounts;
        this.commands = commands;
        this.shared = shared;
        this.name = new PodNetwork(settings.network()).bridge();
    }

    /// Removes everything but the node's directory; of that, what is of pods. Images and logs stay.
    ///
    /// @return what could not be removed, a sentence each
    List<String> run() throws InterruptedException {
        killProcesses();
        Set<String> sandboxes = sandboxes();
        new ShimSockets(layout).forgetAll();
        unmountAll();
        removeNetwork(sandboxes);
        removeTree(settings.directory().resolve("pods"));
        if (!Cgroups.awaitRemoval("/" + name, CGROUP_LIMIT)) {
            problems.add("The cgroup /" + name + " is still used");
        }
        try {
            shared.leave(name, this::removeSharedRules);
        } catch (IOException e) {
            LOG.warn("What was changed for all nodes stays", e);
        }
        problems.forEach(LOG::warn);
        return List.copyOf(problems);
    }

    private void killProcesses() throws InterruptedException {
        Cgroups.thaw("/" + name);
        StrayProcesses processes = new StrayProcesses(Path.of("/proc"));
        List<Stray> left =
                StrayProcesses.kill(
                        () ->
                                Stream.of(
                                                processes.withWords(
                                                        "--config", layout.configFile().toString()),
                                                processes.withWords(
                                                        "-address", layout.socket().toString()),
                                                processes.withWords(
                                                        "--root",
                                                        layout.state()
                                                                .resolve("runc/k8s.io")
                                                                .toString()),
                                                processes.ofCgroup("/" + name))
                                        .flatMap(List::stream)
                                        .toList(),
                        KILL_LIMIT);
        for (Stray stray : left) {
            problems.add(
                    "Process %d (%s) cannot be killed%s"
                            .formatted(
                                    stray.pid(),
                                    stray.name(),
                                    stray.state().equals("D")
                                            ? ": it waits for a device or a file system"
                                            : ""));
        }
    }

    /// Several times, since mounts go by themselves meanwhile, with processes that have just ended.
    private void unmountAll() {
        try {
            for (int round = 0; round < UNMOUNT_ROUNDS && !mounted().isEmpty(); round++) {
                mounted().forEach(this::unmount);
            }
            mounted().forEach(each -> problems.add(each + " cannot be unmounted"));
        } catch (IOException e) {
            problems.add("The mounts cannot be read: " + e.getMessage());
        }
    }

    private List<Path> mounted() throws IOException {
        return Files.isDirectory(settings.directory())
                ? mounts.mountedBeneath(settings.directory()).stream()
                        .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                        .toList()
                : List.of();
    }

    private void unmount(Path target) {
        try {
            mounts.unmount(target);
        } catch (IOException e) {
            LOG.debug("{} is not unmounted", target, e);
        }
    }

    /// Those of which anybody has a note; some may be gone already.
    private Set<String> sandboxes() {
        Set<String> sandboxes = new NotedSandboxes(layout).ids();
        sandboxes.addAll(results().sandboxes(name));
        try {
            sandboxes.addAll(new AddressLeases(addresses().resolve(name)).sandboxes());
        } catch (IOException e) {
            LOG.warn("The addresses of pods cannot be read", e);
        }
        return sandboxes;
    }

    private static CniResults results() {
        return new CniResults(Path.of("/var/lib/cni/results"));
    }

    private Path addresses() {
        return settings.network().resolve("addresses");
    }

    private void removeNetwork(Set<String> sandboxes) throws InterruptedException {
        new BridgeInterface(commands).remove(name);
        new PacketRules(commands).removeNetwork(name, sandboxes);
        new ServiceRules(name, commands).remove();
        results().removeNetwork(name);
        removeTree(addresses());
    }

    private void removeSharedRules() {
        try {
            new PacketRules(commands).removeSharedChains();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Never through a mount that is still there.
    private void removeTree(Path top) {
        if (!Files.isDirectory(top)) {
            return;
        }
        try {
            if (!mounts.mountedBeneath(top).isEmpty()) {
                problems.add(top + " is kept, since something is mounted below it");
                return;
            }
            try (Stream<Path> files = Files.walk(top)) {
                for (Path file : files.toList().reversed()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            problems.add(top + " cannot be removed: " + e.getMessage());
        }
    }
}
