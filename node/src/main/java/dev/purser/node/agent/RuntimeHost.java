package dev.purser.node.agent;

import dev.purser.client.time.Timers;
import dev.purser.node.containerd.ContainerdException;
import dev.purser.node.containerd.ContainerdLayout;
import dev.purser.node.containerd.ContainerdProcess;
import dev.purser.node.containerd.ContainerdPrograms;
import dev.purser.node.containerd.ContainerdSettings;
import dev.purser.node.containerd.HostAbilities;
import dev.purser.node.containerd.ShimSockets;
import dev.purser.node.cri.BrokenOffWork;
import dev.purser.node.cri.ContainerdChannel;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriImages;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.GrpcImageViews;
import dev.purser.node.cri.GrpcImages;
import dev.purser.node.cri.GrpcRuntime;
import dev.purser.node.cri.ImageViews;
import dev.purser.node.cri.MemoryKills;
import dev.purser.node.host.HostCommands;
import dev.purser.node.host.SharedChanges;
import dev.purser.node.host.StrayProcesses;
import dev.purser.node.image.ImageLoader;
import dev.purser.node.image.PauseImage;
import dev.purser.node.launch.ContainerCgroups;
import dev.purser.node.launch.SecretSlots;
import dev.purser.node.network.HostSubnets;
import dev.purser.node.network.PacketRules;
import dev.purser.node.network.PodNetwork;
import dev.purser.node.network.PodNetwork.Masquerade;
import dev.purser.node.volume.LinuxMounts;
import dev.purser.node.volume.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The runtime under the node: network configuration, containerd's process, the connection to it,
/// and the pause image. Not thread-safe.
final class RuntimeHost implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeHost.class);
    private static final Path PROC = Path.of("/proc");
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final Duration READY_POLL = Duration.ofMillis(20);

    /// How long containerd may still work on what an earlier Purser had asked for.
    private static final Duration LEFT_REQUESTS_END = Duration.ofSeconds(30);

    private final PodNetwork network;
    private final ContainerdProcess process;
    private final ContainerdChannel channel;
    private final MemoryKills memoryKills = new MemoryKills();
    private final CriRuntime runtime;
    private final CriImages images;
    private final ImageViews imageViews;
    private final ContainerdLayout layout;
    private final ContainerdSettings containerdSettings;
    private final NodeSweep sweep;
    private final HalfMade.Place place;
    private final StoppedSandbox stopped;
    private @Nullable HalfMade leftBeside;
    private Timers.@Nullable Timer leftTimer;

    private RuntimeHost(
            PodNetwork network,
            ContainerdProcess process,
            ContainerdLayout layout,
            ContainerdSettings containerdSettings,
            NodeSweep sweep,
            HalfMade.Place place) {
        this.place = place;
        this.layout = layout;
        this.network = network;
        this.process = process;
        this.containerdSettings = containerdSettings;
        this.sweep = sweep;
        this.channel = ContainerdChannel.open(layout.socket());
        this.stopped =
                new StoppedSandbox(
                        new ShimSockets(layout),
                        new StrayProcesses(PROC),
                        new ContainerCgroups(CGROUPS, cgroupRoot())::remove,
                        this::removeRules);
        this.runtime = new GrpcRuntime(channel, memoryKills, this::forget);
        this.images = new GrpcImages(channel);
        this.imageViews = new GrpcImageViews(channel, containerdSettings.snapshotter().plugin());
    }

    private void forget(String sandbox) {
        try {
            stopped.forget(sandbox);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeRules(String sandbox) {
        try {
            new PacketRules(place.commands()).removeSandboxes(network.bridge(), Set.of(sandbox));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Starts everything, or takes over what an earlier Purser left running. A start that fails
    /// leaves nothing running that did not run before.
    static RuntimeHost start(NodeSettings settings)
            throws ContainerdException, IOException, InterruptedException {
        ContainerdPrograms programs = ContainerdPrograms.find();
        ContainerdLayout layout = new ContainerdLayout(settings.containerd());
        Files.createDirectories(layout.directory());
        PodNetwork network = new PodNetwork(settings.network());
        network.prepare(
                new HostSubnets(Path.of("/proc/net/route")),
                programs.hasIptables() ? Masquerade.YES : Masquerade.NO);
        SharedChanges shared = new SharedChanges(Path.of("/"));
        shared.join(network.bridge(), settings.directory());
        ContainerdSettings containerdSettings =
                new ContainerdSettings(
                        PauseImage.NAME,
                        network.configuration(),
                        programs.cniPlugins(),
                        shared.place(network.bridge()),
                        HostAbilities.snapshotter(layout.directory()),
                        HostAbilities.oomScores(Path.of("/proc/self/status")));
        RuntimeHost host =
                new RuntimeHost(
                        network,
                        new ContainerdProcess(layout, programs),
                        layout,
                        containerdSettings,
                        new NodeSweep(settings, new LinuxMounts(), new HostCommands(), shared),
                        new HalfMade.Place(
                                layout,
                                network.bridge(),
                                settings.network().resolve("addresses"),
                                new LinuxMounts(),
                                new HostCommands()));
        host.begin(programs);
        return host;
    }

    private void begin(ContainerdPrograms programs)
            throws ContainerdException, IOException, InterruptedException {
        boolean ranBefore = process.running().isPresent();
        boolean hasBegun = false;
        try {
            startContainerd();
            awaitReady();
            new ImageLoader(programs.ctr(), layout.socket())
                    .loadPauseImage(images, layout.directory());
            hasBegun = true;
        } finally {
            if (!hasBegun && ranBefore) {
                close();
            } else if (!hasBegun) {
                shutDown();
            }
        }
    }

    /// Starts containerd if it does not run; containers that run without it go on.
    private void startContainerd() throws ContainerdException, IOException, InterruptedException {
        if (process.running().isPresent()) {
            HalfMade left = HalfMade.lookBeside(place);
            process.start(containerdSettings, START_TIMEOUT);
            leftBeside = left;
            return;
        }
        keepInMemory(layout.state(), new LinuxMounts());
        HalfMade left = HalfMade.look(place);
        process.start(containerdSettings, START_TIMEOUT);
        channel.reconnect();
        awaitReady();
        left.remove(runtime);
        removeBrokenOff();
    }

    /// What takes up nothing but space is no reason not to start.
    private void removeBrokenOff() {
        Optional<Instant> start = process.running().flatMap(each -> each.info().startInstant());
        try {
            start.ifPresent(new BrokenOffWork(channel)::remove);
        } catch (CriException e) {
            LOG.warn("What containerd had begun stays for a day: {}", e.getMessage());
        }
    }

    /// What an earlier Purser's broken off requests have left in a containerd that lives on goes,
    /// once such requests have surely ended.
    void removeLeftLater(Timers timers) {
        HalfMade left = leftBeside;
        if (left != null) {
            leftTimer =
                    timers.after(
                            LEFT_REQUESTS_END, () -> Thread.ofVirtual().start(() -> remove(left)));
        }
    }

    private void remove(HalfMade left) {
        try {
            left.remove(runtime);
        } catch (IOException | CriException e) {
            LOG.warn(
                    "What an earlier start of pods has left may still be there: {}",
                    e.getMessage());
        } catch (InterruptedException e) {
            LOG.debug("Removing what was left ended early");
        }
    }

    /// containerd, for whoever keeps it running.
    RuntimeKeeper.Kept kept() {
        return new RuntimeKeeper.Kept() {
            @Override
            public boolean isRunning() {
                return process.running().isPresent();
            }

            @Override
            public void start() throws ContainerdException, IOException, InterruptedException {
                startContainerd();
            }
        };
    }

    /// Makes a directory one of a file system in memory. What an earlier containerd left there on
    /// disk goes, unless containers still run from it.
    private static void keepInMemory(Path state, Mounts mounts) throws IOException {
        Files.createDirectories(state);
        if (!mounts.mountedBeneath(state).isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.createDirectories(state);
        mounts.mountTmpfs(state, 0);
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx--x--x"));
    }

    /// containerd answers before its CRI has read what there is.
    private void awaitReady() throws ContainerdException, InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        String problem = "";
        while (System.nanoTime() < deadline) {
            try {
                runtime.version();
                return;
            } catch (CriException e) {
                problem = e.getMessage();
            }
            Thread.sleep(READY_POLL);
        }
        throw new ContainerdException("containerd is not ready: " + problem);
    }

    /// Takes in what the kernel says of containers whose memory ran out.
    MemoryKills memoryKills() {
        return memoryKills;
    }

    CriRuntime runtime() {
        return runtime;
    }

    /// The files of images, to be mounted as volumes.
    ImageViews imageViews() {
        return imageViews;
    }

    CriImages images() {
        return images;
    }

    ContainerdChannel channel() {
        return channel;
    }

    /// Where containerd listens.
    Path socket() {
        return layout.socket();
    }

    /// Where the pipes of commands in containers are.
    Path pipes() {
        return layout.pipes();
    }

    /// Where values of Secrets wait until a container's processes are made.
    Path slots() {
        return layout.slots();
    }

    /// A containerd that an earlier Purser left running may know nothing of slots.
    SecretSlots.Filling filling() {
        if (process.fillsSlots()) {
            return SecretSlots.Filling.DONE;
        }
        LOG.warn("Until the next `down` containerd keeps secret environment values in its files");
        return SecretSlots.Filling.LACKING;
    }

    /// The cgroup above all pods': named after the network, which is named after the directory.
    String cgroupRoot() {
        return "/" + network.bridge();
    }

    /// Ends containerd, and by force whatever pods have left. No pod should run any more.
    ///
    /// @return what could not be ended or removed, a sentence each
    List<String> shutDown() throws InterruptedException {
        close();
        process.stop();
        return sweep.run();
    }

    /// Leaves containerd running.
    @Override
    public void close() {
        if (leftTimer != null) {
            leftTimer.close();
        }
        channel.close();
    }
}
