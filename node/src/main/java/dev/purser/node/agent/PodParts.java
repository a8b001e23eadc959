package dev.purser.node.agent;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.event.EventRecorder;
import dev.purser.node.admission.AppArmorAdmission;
import dev.purser.node.admission.Neighbours;
import dev.purser.node.admission.PredicateAdmission;
import dev.purser.node.admission.SysctlAdmission;
import dev.purser.node.agent.NodeAgent.Surroundings;
import dev.purser.node.cgroup.CgroupLimits;
import dev.purser.node.cgroup.CgroupTree;
import dev.purser.node.cgroup.CgroupUsage;
import dev.purser.node.environment.ContainerResources;
import dev.purser.node.environment.EnvironmentResolver;
import dev.purser.node.environment.NodeResources;
import dev.purser.node.eviction.LinuxConsumption.PodPlaces;
import dev.purser.node.eviction.PressureAdmission;
import dev.purser.node.eviction.Pressures;
import dev.purser.node.image.ImagePuller;
import dev.purser.node.image.PulledImages;
import dev.purser.node.launch.ContainerConfigs;
import dev.purser.node.launch.ContainerFiles;
import dev.purser.node.launch.HostSettings;
import dev.purser.node.launch.LinuxResources;
import dev.purser.node.launch.PodCgroups;
import dev.purser.node.launch.RuntimeClasses;
import dev.purser.node.launch.SandboxConfigs;
import dev.purser.node.launch.SecretSlots;
import dev.purser.node.pod.HookRunner;
import dev.purser.node.pod.PodAdmission;
import dev.purser.node.pod.PodLimits;
import dev.purser.node.pod.PodServices;
import dev.purser.node.pod.PodStatusWriter;
import dev.purser.node.pod.Pods;
import dev.purser.node.probe.ContainerProber;
import dev.purser.node.probe.HttpProbe;
import dev.purser.node.report.NodeCapacity;
import dev.purser.node.report.NodeReporter;
import dev.purser.node.resize.Allocations;
import dev.purser.node.resize.NodeRoom;
import dev.purser.node.settings.KubeletConfiguration;
import dev.purser.node.settings.PodSettings;
import dev.purser.node.shutdown.NodeShutdown;
import dev.purser.node.source.NodeConfig;
import dev.purser.node.volume.HostFiles;
import dev.purser.node.volume.ImageVolumes;
import dev.purser.node.volume.LinuxMounts;
import dev.purser.node.volume.NodeVolumes;
import dev.purser.node.volume.PodCertificates;
import dev.purser.node.volume.PodVolumes;
import dev.purser.node.volume.ProjectionSources;
import dev.purser.node.volume.ServiceAccountTokens;
import dev.purser.node.volume.TrustBundles;
import dev.purser.node.volume.VolumeHost;
import dev.purser.wire.metrics.MetricsSource;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes what the loops of the pods share.
final class PodParts implements AutoCloseable {
    /// How long the first look at a ConfigMap or Secret may take.
    private static final Duration CONFIG_WAIT = Duration.ofSeconds(5);

    /// How long a pod's start waits for the signer of its certificate before it is tried again.
    private static final Duration SIGNER_WAIT = Duration.ofSeconds(2);

    /// systemd-resolved's stub in `/etc/resolv.conf` is on loopback, which is another one in a pod.
    private static final Path RESOLVED = Path.of("/run/systemd/resolve/resolv.conf");

    private static final Path APP_ARMOR = Path.of("/sys/module/apparmor/parameters/enabled");
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
    private static final Logger LOG = LoggerFactory.getLogger(PodParts.class);
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private final Surroundings around;
    private final RuntimeHost host;
    private final NodeReporter.Identity identity;
    private final NodeResources resources;
    private final HostSettings hostSettings;
    private final NodeConfig configs;
    private final TrustBundles trustBundles;
    private final PodCertificates certificates;
    private final NodeVolumes volumes;
    private final SandboxConfigs sandboxConfigs;
    private final PulledImages images;
    private final PodLimits limits;
    private final Pressures pressures = new Pressures();
    private final Neighbours neighbours = new Neighbours();
    private final KubeletConfiguration kubelet;
    private final List<ContainerProber> probers = new ArrayList<>();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

    PodParts(
            NodeSettings settings,
            Surroundings around,
            RuntimeHost host,
            NodeReporter.Identity identity)
            throws IOException {
        this.around = around;
        kubelet = settings.kubelet();
        this.host = host;
        this.identity = identity;
        resources = NodeCapacity.of(identity.machine(), settings.kubelet()).resources();
        hostSettings =
                new HostSettings(
                        settings.podLogs(),
                        host.cgroupRoot(),
                        InetAddress.getLocalHost().getHostName(),
                        Path.of("/etc/hosts"),
                        resolver(settings.kubelet().dns().resolverConfig()),
                        settings.directory().resolve("seccomp"),
                        identity.machine().memoryBytes(),
                        settings.kubelet().pods().seccomp(),
                        settings.kubelet().dns());
        sandboxConfigs = new SandboxConfigs(hostSettings);
        limits = limits(settings, NodeCapacity.of(identity.machine(), settings.kubelet()));
        images = new PulledImages(host.images(), settings.directory().resolve("pulled-images"));
        configs =
                new NodeConfig(
                        settings.nodeName(),
                        around.api(),
                        around.timers(),
                        around.random(),
                        CONFIG_WAIT);
        trustBundles =
                new TrustBundles(around.api(), around.timers(), around.random(), CONFIG_WAIT);
        certificates =
                new PodCertificates(
                        settings.nodeName(),
                        around.api(),
                        around.timers(),
                        around.random(),
                        around.random(),
                        SIGNER_WAIT);
        volumes =
                new NodeVolumes(
                        settings.directory(),
                        new VolumeHost(
                                new HostFiles(),
                                new LinuxMounts(),
                                around.timers(),
                                around.random(),
                                identity.machine().memoryBytes()),
                        new ProjectionSources(
                                configs,
                                new ServiceAccountTokens(around.api(), around.timers()),
                                trustBundles,
                                certificates,
                                new ContainerResources(resources)));
    }

    private PodLimits limits(NodeSettings node, NodeCapacity capacity) {
        CgroupTree tree = new CgroupTree(CGROUPS);
        PodSettings pods = node.kubelet().pods();
        PodCgroups cgroups =
                new PodCgroups(new CgroupLimits(tree), sandboxConfigs, host.cgroupRoot(), pods);
        cgroups.prepareNode(
                capacity.resources().cpu(),
                node.kubelet().reserved().enforced() ? capacity.podsMemoryBytes() : -1);
        return new PodLimits(
                new Allocations(
                        new NodeRoom(capacity.allocatable()),
                        node.directory().resolve("allocated-pods"),
                        around.timers()),
                cgroups,
                new LinuxResources(identity.machine().memoryBytes(), pods, tree.version()),
                new CgroupUsage(tree),
                pods.restartMax());
    }

    /// The file that the configuration names, unless that is the usual one, which may not do.
    private static Path resolver(String configured) {
        Path usual = Path.of("/etc/resolv.conf");
        Path named = Path.of(configured);
        return named.equals(usual) && Files.exists(RESOLVED) ? RESOLVED : named;
    }

    HostSettings hostSettings() {
        return hostSettings;
    }

    /// The images, with a note of those that this node pulled.
    PulledImages images() {
        return images;
    }

    /// What the node is short of.
    Pressures pressures() {
        return pressures;
    }

    /// Where the parts of pods are.
    PodPlaces places() {
        return new PodPlaces(sandboxConfigs, hostSettings, volumes);
    }

    /// @param shutdown refuses pods once the node goes
    /// @param statuses tells the API about pods
    PodServices services(EventRecorder events, NodeShutdown shutdown, PodStatusWriter statuses) {
        HttpProbe http = HttpProbe.create();
        ContainerProber prober =
                new ContainerProber(host.runtime(), http, events, around.timers(), around.random());
        probers.add(prober);
        return new PodServices(
                host.runtime(),
                new ImagePuller(images, around.timers(), background),
                configs,
                volumes,
                new ImageVolumes(new HostFiles(), new LinuxMounts(), host.imageViews()),
                new EnvironmentResolver(configs, around.services(), resources, volumes::readFile),
                sandboxConfigs,
                new RuntimeClasses(around.api()),
                new ContainerConfigs(
                        hostSettings,
                        new ContainerFiles(hostSettings, around.random()),
                        volumes,
                        new SecretSlots(host.slots(), host.filling(), around.random()),
                        limits.containers()),
                hostSettings,
                identity.addresses(),
                prober,
                new HookRunner(host.runtime(), http),
                limits,
                shutdown.after(
                        new PressureAdmission(pressures)
                                .before(new SysctlAdmission(kubelet.pods().unsafeSysctls()))
                                .before(predicates())
                                .before(new AppArmorAdmission(AppArmorAdmission.read(APP_ARMOR)))),
                events,
                statuses,
                around.timers(),
                background);
    }

    private PodAdmission predicates() {
        NodeCapacity capacity = NodeCapacity.of(identity.machine(), kubelet);
        return new PredicateAdmission(capacity.allocatable(), neighbours, this::node);
    }

    private Optional<KubeObject> node() {
        try {
            return Optional.of(around.api().get(NODES, "", identity.name()));
        } catch (ApiUnavailableException | StatusException e) {
            LOG.warn("Node {} cannot be read: {}", identity.name(), e.getMessage());
            return Optional.empty();
        }
    }

    /// How the probes of the pods went.
    MetricsSource probeMetrics() {
        return text -> probers.forEach(prober -> prober.metrics().writeTo(text));
    }

    /// From now on these pods count when others want to come.
    void follow(Pods pods) {
        neighbours.follow(pods::active);
    }

    /// Says who hears what becomes of volumes after their preparation.
    void tellOfVolumes(PodVolumes.Listener listener) {
        volumes.addListener(listener);
    }

    /// Ends probes and what runs in the background; files and mounts stay.
    @Override
    public void close() {
        probers.forEach(ContainerProber::close);
        configs.close();
        trustBundles.close();
        certificates.close();
        volumes.close();
        background.shutdownNow();
    }
}
