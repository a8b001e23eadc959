package dev.purser.node.agent;

import dev.purser.node.containerd.ContainerdLayout;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.host.Commands;
import dev.purser.node.host.StrayProcesses;
import dev.purser.node.host.StrayProcesses.Stray;
import dev.purser.node.network.AddressLeases;
import dev.purser.node.network.CniResults;
import dev.purser.node.network.PacketRules;
import dev.purser.node.volume.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is left of sandboxes that a killed containerd was just making, or a containerd whose client
/// was killed: it forgets them, but not their shims, network namespaces, addresses and rules.
/// Looked for before anything new can be among it, and removed once the runtime says what it knows.
final class HalfMade {
    private static final Logger LOG = LoggerFactory.getLogger(HalfMade.class);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final Path PROC = Path.of("/proc");
    private static final Path RESULTS = Path.of("/var/lib/cni/results");

    private final StrayProcesses processes = new StrayProcesses(PROC);
    private final Place place;
    private final List<Stray> shims;
    private final List<Path> namespaces;
    private final Set<String> connected;

    /// Where to look.
    ///
    /// @param network its name, which is also its bridge's
    /// @param addresses where `host-local` notes which address is taken
    record Place(
            ContainerdLayout layout,
            String network,
            Path addresses,
            Mounts mounts,
            Commands commands) {}

    private HalfMade(Place place) throws IOException, InterruptedException {
        this.place = place;
        shims = processes.withWords("-address", place.layout().socket().toString());
        namespaces = list(place.layout().namespaces());
        connected = new HashSet<>(leases().sandboxes());
        connected.addAll(new PacketRules(place.commands()).sandboxes(place.network()));
    }

    /// Looks while no containerd runs. Network plugins that outlived theirs are ended first, so
    /// that they make nothing more.
    static HalfMade look(Place place) throws IOException, InterruptedException {
        String namespaces = place.layout().namespaces() + "/";
        StrayProcesses.kill(
                () -> new StrayProcesses(PROC).withVariable("CNI_NETNS", namespaces), KILL_LIMIT);
        return new HalfMade(place);
    }

    /// Looks beside a containerd that an earlier Purser left running, before this one asks it for
    /// anything. What is found belongs to sandboxes, or to requests that ended with their Purser.
    static HalfMade lookBeside(Place place) throws IOException, InterruptedException {
        return new HalfMade(place);
    }

    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private AddressLeases leases() {
        return new AddressLeases(place.addresses().resolve(place.network()));
    }

    /// Removes what is of no sandbox that the runtime knows.
    void remove(CriRuntime runtime) throws IOException, InterruptedException {
        Set<String> known =
                runtime.sandboxes().stream().map(Sandbox::id).collect(Collectors.toSet());
        for (Stray shim : shims) {
            String sandbox = processes.argument(shim, "-id");
            if (!sandbox.isEmpty() && !known.contains(sandbox)) {
                LOG.info("Ending a sandbox that was never finished, {}", sandbox);
                StrayProcesses.kill(() -> of(sandbox), KILL_LIMIT);
            }
        }
        CniResults results = new CniResults(RESULTS);
        for (Path namespace : namespaces) {
            // The end of a sandbox needs its namespace, also when no process is left in it.
            if (!results.mention(place.network(), known, namespace)) {
                removeUnused(namespace);
            }
        }
        Set<String> lost =
                connected.stream()
                        .filter(each -> !known.contains(each))
                        .collect(Collectors.toSet());
        if (!lost.isEmpty()) {
            new PacketRules(place.commands()).removeSandboxes(place.network(), lost);
            results.removeSandboxes(place.network(), lost);
            leases().remove(lost);
        }
    }

    /// By the sandbox, since what was seen may only have been about to start the shim.
    private List<Stray> of(String sandbox) {
        return Stream.concat(
                        processes.withWords("-id", sandbox).stream(),
                        processes.ofCgroupNamed(sandbox).stream())
                .toList();
    }

    private void removeUnused(Path namespace) throws IOException {
        if (!Files.exists(namespace) || processes.isUsed(namespace)) {
            return;
        }
        if (!place.mounts().mountedBeneath(namespace).isEmpty()) {
            place.mounts().unmount(namespace);
        }
        Files.deleteIfExists(namespace);
    }
}
