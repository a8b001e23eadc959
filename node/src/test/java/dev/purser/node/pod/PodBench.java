package dev.purser.node.pod;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.client.event.EventRecorder;
import dev.purser.client.event.EventType;
import dev.purser.client.event.ObjectReference;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.ManualTimers;
import dev.purser.node.cgroup.CgroupLimits;
import dev.purser.node.cgroup.CgroupTree;
import dev.purser.node.cgroup.CgroupUsage;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.FakeImages;
import dev.purser.node.cri.FakeRuntime;
import dev.purser.node.cri.ImageViews;
import dev.purser.node.environment.ConfigErrorException;
import dev.purser.node.environment.ContainerEnvironment;
import dev.purser.node.environment.Environment;
import dev.purser.node.environment.PodAddresses;
import dev.purser.node.image.ImagePuller;
import dev.purser.node.launch.ContainerConfigs;
import dev.purser.node.launch.ContainerFiles;
import dev.purser.node.launch.HostSettings;
import dev.purser.node.launch.LinuxResources;
import dev.purser.node.launch.PodCgroups;
import dev.purser.node.launch.RuntimeClasses;
import dev.purser.node.launch.SandboxConfigs;
import dev.purser.node.launch.SecretSlots;
import dev.purser.node.probe.HttpProbe;
import dev.purser.node.probe.Prober;
import dev.purser.node.resize.Allocations;
import dev.purser.node.resize.NodeRoom;
import dev.purser.node.settings.KubeletConfiguration;
import dev.purser.node.settings.PodSettings;
import dev.purser.node.settings.PodSettings.Seccomp;
import dev.purser.node.source.ConfigKey;
import dev.purser.node.source.ConfigSource;
import dev.purser.node.source.Lookup;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import dev.purser.node.volume.HostFiles;
import dev.purser.node.volume.ImageVolumes;
import dev.purser.node.volume.LinuxMounts;
import dev.purser.node.volume.PodVolumes;
import dev.purser.node.volume.VolumeException;
import dev.purser.node.volume.VolumeFailure;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One pod's loop over a fake runtime with a clock of its own: everything happens on the test's
/// thread, so a test sees every step.
final class PodBench {
    static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    static final String UID = "11111111-2222-3333-4444-555555555555";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final ManualTimers timers = new ManualTimers(START);
    final FakeRuntime runtime = new FakeRuntime(timers);
    final FakeApi api = new FakeApi(timers, RandomGenerator.getDefault());
    final FakeImages images = new FakeImages();
    final FakeProber prober = new FakeProber();
    final List<String> events = new ArrayList<>();
    final List<JsonNode> statuses = new ArrayList<>();
    final List<String> deletions = new ArrayList<>();
    final Map<String, String> volumeFailures = new HashMap<>();
    final Set<String> tornDown = new HashSet<>();
    private final Path directory;
    private String environmentError = "";

    /// What the environment of the container that came last could name.
    volatile PodAddresses givenAddresses = new PodAddresses(List.of(), List.of());

    private Optional<Verdict> refusal = Optional.empty();
    private ObjectNode pod;
    private PodLoop loop;
    private boolean isWoken;
    private Allocations allocations;

    /// What the node has for pods.
    NodeRoom room =
            new NodeRoom(Map.of("cpu", Quantity.parse("2"), "memory", Quantity.parse("1Gi")));

    PodBench(Path directory) {
        this.directory = directory;
        images.put("busybox");
    }

    /// A pod whose spec is this, with what the API server would fill in.
    PodBench pod(String spec) {
        pod = (ObjectNode) JSON.readTree("{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}");
        pod.putObject("metadata")
                .put("name", "p")
                .put("namespace", "ns")
                .put("uid", UID)
                .put("generation", 1);
        ObjectNode json = (ObjectNode) JSON.readTree(spec.replace('\'', '"'));
        pod.set("spec", json);
        if (!json.has("restartPolicy")) {
            json.put("restartPolicy", "Always");
        }
        for (String field : List.of("initContainers", "containers")) {
            for (JsonNode each : json.path(field)) {
                ObjectNode container = (ObjectNode) each;
                if (!container.has("image")) {
                    container.put("image", "busybox");
                }
                if (!container.has("imagePullPolicy")) {
                    container.put("imagePullPolicy", "IfNotPresent");
                }
            }
        }
        pod.putObject("status").put("phase", "Pending");
        loop = newLoop();
        return this;
    }

    /// A new process takes the pod over, and knows only what runtime and API know.
    PodBench restartAgent() {
        pod.set("status", statuses.getLast().deepCopy());
        loop = newLoop();
        return this;
    }

    private PodLoop newLoop() {
        isWoken = true;
        return new PodLoop(services(), new PodSpec(KubeObject.of(pod.deepCopy())), this::wake);
    }

    private void wake() {
        isWoken = true;
    }

    /// Whether the pod waits for anything that news of configuration may bring.
    boolean isPaused() {
        return loop.isPaused();
    }

    boolean hasSeen(String id) {
        return loop.hasSeen(id);
    }

    Allocations allocations() {
        return allocations;
    }

    void environmentFails(String message) {
        environmentError = message;
    }

    void refuse(String reason, String message) {
        refusal = Optional.of(new Verdict(reason, message));
    }

    /// Lets the loop go on until nothing is left to do at this moment.
    PodBench settle() throws InterruptedException {
        for (int step = 0; step < 50; step++) {
            if (!isWoken) {
                return this;
            }
            isWoken = false;
            loop.step().ifPresent(pause -> timers.after(pause, this::wake));
        }
        throw new AssertionError("The loop does not come to rest: " + events);
    }

    PodBench advance(Duration time) throws InterruptedException {
        timers.advance(time);
        return settle();
    }

    /// Something happened in the runtime.
    PodBench notice() throws InterruptedException {
        isWoken = true;
        return settle();
    }

    PodBench exit(String container, int code, String reason) throws InterruptedException {
        runtime.exit(container, code, reason);
        return notice();
    }

    /// An object that the pod names has changed.
    PodBench retry() throws InterruptedException {
        loop.retry();
        return notice();
    }

    /// The API has another state of the pod.
    PodBench change(Consumer<ObjectNode> change) throws InterruptedException {
        if (!statuses.isEmpty()) {
            pod.set("status", statuses.getLast().deepCopy());
        }
        change.accept(pod);
        loop.update(new PodSpec(KubeObject.of(pod.deepCopy())));
        return notice();
    }

    /// Somebody deletes the pod.
    PodBench delete(int graceSeconds) throws InterruptedException {
        return change(json ->
                ((ObjectNode) json.get("metadata"))
                        .put("deletionTimestamp", START.toString())
                        .put("deletionGracePeriodSeconds", graceSeconds)
                        .put("generation", 2));
    }

    PodBench removed() throws InterruptedException {
        loop.removed();
        return notice();
    }

    /// The node ends the pod for good.
    PodBench kill(Verdict verdict, Duration graceLimit) throws InterruptedException {
        loop.kill(verdict, graceLimit);
        return notice();
    }

    /// The node shuts down, and the pod is to come back.
    PodBench putAway(Duration graceLimit) throws InterruptedException {
        loop.shutDown(graceLimit);
        return notice();
    }

    boolean isDone() {
        return loop.isDone();
    }

    JsonNode status() {
        return statuses.getLast();
    }

    String phase() {
        return status().path("phase").asString("");
    }

    /// The state of a container, as compact JSON without times and ids.
    String state(String container) {
        return short_(containerStatus(container).path("state"));
    }

    String lastState(String container) {
        return short_(containerStatus(container).path("lastState"));
    }

    private static String short_(JsonNode state) {
        JsonNode copy = state.deepCopy();
        for (JsonNode each : copy) {
            ((ObjectNode) each).remove(List.of("startedAt", "finishedAt", "containerID"));
        }
        return copy.toString().replace('"', '\'');
    }

    JsonNode containerStatus(String name) {
        for (String list : List.of("containerStatuses", "initContainerStatuses")) {
            for (JsonNode each : status().path(list)) {
                if (each.path("name").asString("").equals(name)) {
                    return each;
                }
            }
        }
        throw new AssertionError("No status of container " + name);
    }

    /// A condition as `True`, or as `False Reason: message`.
    String condition(String type) {
        for (JsonNode each : status().path("conditions")) {
            if (each.path("type").asString("").equals(type)) {
                String reason = each.path("reason").asString("");
                String message = each.path("message").asString("");
                return each.path("status").asString("")
                        + (reason.isEmpty() ? "" : " " + reason)
                        + (message.isEmpty() ? "" : ": " + message);
            }
        }
        throw new AssertionError("No condition " + type);
    }

    private PodServices services() {
        HostSettings host =
                new HostSettings(
                        directory.resolve("logs"),
                        "/purser-test",
                        "host",
                        directory.resolve("hosts"),
                        directory.resolve("resolv.conf"),
                        directory.resolve("seccomp"),
                        1L << 30,
                        Seccomp.UNCONFINED,
                        KubeletConfiguration.defaults().dns());
        FakeVolumes volumes = new FakeVolumes();
        PodLimits limits = limits(new SandboxConfigs(host));
        return new PodServices(
                runtime,
                new ImagePuller(images, timers, Runnable::run),
                new NoConfigs(),
                volumes,
                new ImageVolumes(new HostFiles(), new LinuxMounts(), new NoViews()),
                environment(),
                new SandboxConfigs(host),
                new RuntimeClasses(api),
                new ContainerConfigs(
                        host,
                        new ContainerFiles(host, RandomGenerator.getDefault()),
                        volumes,
                        new SecretSlots(
                                directory.resolve("slots"),
                                SecretSlots.Filling.DONE,
                                RandomGenerator.getDefault()),
                        limits.containers()),
                host,
                List.of("192.168.0.1"),
                prober,
                new HookRunner(runtime, HttpProbe.create()),
                limits,
                _ -> refusal,
                recorder(),
                new Statuses(),
                timers,
                Runnable::run);
    }

    /// Limits in cgroups that are plain files.
    private PodLimits limits(SandboxConfigs names) {
        for (String controller : List.of("cpu", "memory", "pids")) {
            directory.resolve("cgroup").resolve(controller).toFile().mkdirs();
        }
        CgroupTree tree = new CgroupTree(directory.resolve("cgroup"));
        PodSettings settings = KubeletConfiguration.defaults().pods();
        allocations = new Allocations(room, directory.resolve("allocated"), timers);
        return new PodLimits(
                allocations,
                new PodCgroups(new CgroupLimits(tree), names, "/purser-test", settings),
                new LinuxResources(1L << 30, settings, tree.version()),
                new CgroupUsage(tree),
                settings.restartMax());
    }

    /// A file of the pod's cgroup.
    Path cgroup(String controller, String qos, String file) {
        return directory
                .resolve("cgroup")
                .resolve(controller)
                .resolve("purser-test")
                .resolve(qos)
                .resolve("pod" + UID)
                .resolve(file);
    }

    private ContainerEnvironment environment() {
        return (_, _, addresses) -> {
            givenAddresses = addresses;
            if (!environmentError.isEmpty()) {
                throw new ConfigErrorException(environmentError);
            }
            return new Environment(List.of());
        };
    }

    private EventRecorder recorder() {
        return (ObjectReference about, EventType type, String reason, String message) ->
                events.add(
                        "%s %s %s: %s"
                                .formatted(
                                        type.text().charAt(0),
                                        reason,
                                        about.fieldPath().replaceAll("spec\\.\\w+\\{(.*)}", "$1"),
                                        message)
                                .replace("  ", " "));
    }

    private final class Statuses implements PodStatusWriter {
        @Override
        public void write(KubeObject of, ObjectNode status) {
            statuses.add(status.deepCopy());
        }

        @Override
        public void delete(KubeObject of) {
            deletions.add(of.uid());
        }
    }

    private final class FakeVolumes implements PodVolumes {
        @Override
        public Map<String, Path> prepare(KubeObject of) throws VolumeException {
            if (!volumeFailures.isEmpty()) {
                throw new VolumeException(
                        volumeFailures.entrySet().stream()
                                .map(each ->
                                        new VolumeFailure(
                                                each.getKey(), "FailedMount", each.getValue()))
                                .toList());
            }
            return Map.of();
        }

        @Override
        public Path subPath(SubPathMount mount) {
            return directory;
        }

        @Override
        public void tearDown(String podUid) {
            tornDown.add(podUid);
        }

        @Override
        public Set<String> podUids() {
            return Set.of();
        }

        @Override
        public Path podDirectory(String podUid) {
            return directory.resolve("pods").resolve(podUid);
        }
    }

    /// There are no images to mount.
    private static final class NoViews implements ImageViews {
        @Override
        public View open(String key, String podUid, String imageId) {
            throw new CriException(Status.Code.UNIMPLEMENTED, "no views here");
        }

        @Override
        public void close(String podUid) {}

        @Override
        public void closeAll() {}
    }

    private static final class NoConfigs implements ConfigSource {
        @Override
        public void hold(KubeObject of) {}

        @Override
        public void release(String podUid) {}

        @Override
        public Lookup get(ConfigKey key) {
            return new Lookup.Absent(key);
        }

        @Override
        public void addListener(Listener listener) {}

        @Override
        public void close() {}
    }

    /// Probes whose results are the test's.
    static final class FakeProber implements Prober {
        final Map<String, Target> targets = new HashMap<>();
        private final Map<String, Listener> listeners = new HashMap<>();

        @Override
        public void start(Target target, Listener listener) {
            targets.put(target.containerId(), target);
            listeners.put(target.containerId(), listener);
        }

        @Override
        public void stop(String containerId) {
            targets.remove(containerId);
        }

        Listener listener(String container) {
            return listeners.get(id(container));
        }

        String id(String container) {
            return targets.values().stream()
                    .filter(each -> each.container().name().equals(container))
                    .map(Target::containerId)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
