package dev.purser.node.cri;

import io.grpc.Status;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import runtime.v1.CriV1.AttachRequest;
import runtime.v1.CriV1.ContainerConfig;
import runtime.v1.CriV1.LinuxContainerResources;
import runtime.v1.CriV1.PodSandboxConfig;

/// A runtime in memory: containers run until a test ends them. Failures are injected by name.
/// Thread-safe.
public final class FakeRuntime implements CriRuntime {
    private final InstantSource clock;
    private final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();
    private int failingStops;
    private boolean isKilledByStop;
    private boolean isAway;
    private final Map<String, Container> containers = new LinkedHashMap<>();
    private final Map<String, String> podUids = new HashMap<>();
    private final Map<String, ContainerConfig> configs = new LinkedHashMap<>();
    private final Map<String, String> createFailures = new HashMap<>();
    private final Map<String, String> startFailures = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();
    private final List<String> updates = new ArrayList<>();
    private final List<String> stops = new ArrayList<>();
    private final List<String> handlers = new ArrayList<>();
    private final Map<String, Ending> endings = new HashMap<>();
    private final List<String> unstoppable = new ArrayList<>();
    private final List<ContainerReading> readings = new ArrayList<>();
    private Function<List<String>, CommandResult> commands = _ -> new CommandResult(0, "");
    private int lastId;

    public FakeRuntime(InstantSource clock) {
        this.clock = clock;
    }

    /// Creating this container fails from now on; an empty message ends that.
    public synchronized void failCreation(String container, String message) {
        createFailures.put(container, message);
    }

    /// Starting this container fails from now on; an empty message ends that.
    public synchronized void failStart(String container, String message) {
        startFailures.put(container, message);
    }

    /// What commands in containers answer.
    public synchronized void answerCommands(Function<List<String>, CommandResult> answer) {
        commands = answer;
    }

    /// A container of this name ignores the stop signal: its stop does not return.
    public synchronized void ignoreStops(String container) {
        unstoppable.add(container);
    }

    /// The next so many stops fail, as while the runtime is away.
    public synchronized void failStops(int times) {
        failingStops = times;
    }

    /// The runtime is killed once it has stopped the next sandbox.
    public synchronized void dieWhenASandboxStops() {
        isKilledByStop = true;
    }

    /// A killed runtime is there again, and knows what it knew.
    public synchronized void comeBack() {
        isAway = false;
    }

    private void mustBeThere() {
        if (isAway) {
            throw new CriException(Status.Code.UNAVAILABLE, "io exception");
        }
    }

    /// The main process of the running container of this name ends.
    public synchronized void exit(String container, int code, String reason) {
        containers.values().stream()
                .filter(each -> each.name().equals(container) && each.isRunning())
                .toList()
                .forEach(each -> end(each, code, reason, ""));
    }

    /// With what the sandboxes were made, in order.
    public synchronized List<String> handlers() {
        return List.copyOf(handlers);
    }

    /// Containers of this name end as soon as they start.
    public synchronized void endAtOnce(String container, int code, String reason) {
        endings.put(container, new Ending(code, reason));
    }

    /// The runtime learns more of why the containers of this name ended.
    public synchronized void changeReason(String container, String reason) {
        containers.values().stream()
                .filter(each -> each.name().equals(container) && each.hasExited())
                .toList()
                .forEach(each -> end(each, each.exitCode(), reason, each.message()));
    }

    private record Ending(int code, String reason) {}

    /// What was asked to stop, as `name grace`, in order.
    public synchronized List<String> stops() {
        return List.copyOf(stops);
    }

    /// The configuration of the newest container of this name.
    public synchronized ContainerConfig config(String container) {
        return configs.values().stream()
                .filter(each -> each.getMetadata().getName().equals(container))
                .reduce((_, second) -> second)
                .orElseThrow();
    }

    public synchronized int containerCount() {
        return containers.size();
    }

    private void end(Container container, int code, String reason, String message) {
        replace(
                container,
                new Container(
                        container.id(),
                        container.sandboxId(),
                        container.name(),
                        container.attempt(),
                        Container.State.EXITED,
                        container.createdAt(),
                        container.startedAt(),
                        clock.instant(),
                        code,
                        reason,
                        message,
                        container.image(),
                        container.imageId(),
                        container.annotations()));
    }

    private void replace(Container before, Container after) {
        containers.put(before.id(), after);
    }

    @Override
    public synchronized void updateResources(String id, LinuxContainerResources resources) {
        updates.add(
                containers.get(id).name() + " " + resources.toString().replace('\n', ' ').strip());
    }

    /// The resources that running containers were given, as `name resources`, in order.
    public synchronized List<String> updates() {
        return List.copyOf(updates);
    }

    @Override
    public synchronized List<ContainerReading> readings() {
        return List.copyOf(readings);
    }

    /// What running containers have used from now on.
    public synchronized void read(ContainerReading... values) {
        readings.clear();
        readings.addAll(List.of(values));
    }

    @Override
    public String version() {
        return "fake://1";
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public synchronized String runSandbox(PodSandboxConfig config, String handler) {
        handlers.add(handler);
        String failure = createFailures.getOrDefault("sandbox", "");
        if (!failure.isEmpty()) {
            throw new CriException(Status.Code.UNKNOWN, failure);
        }
        String id = "s" + ++lastId;
        var metadata = config.getMetadata();
        PodIdentity pod =
                new PodIdentity(metadata.getNamespace(), metadata.getName(), metadata.getUid());
        sandboxes.put(
                id,
                new Sandbox(id, pod, metadata.getAttempt(), Sandbox.State.READY, clock.instant()));
        return id;
    }

    @Override
    public synchronized void stopSandbox(String id) {
        mustBeThere();
        containers.values().stream()
                .filter(each -> each.sandboxId().equals(id) && each.isRunning())
                .toList()
                .forEach(each -> end(each, 137, "Error", ""));
        sandboxes.computeIfPresent(
                id,
                (_, old) ->
                        new Sandbox(
                                id,
                                old.pod(),
                                old.attempt(),
                                Sandbox.State.NOT_READY,
                                old.createdAt()));
        isAway = isKilledByStop;
        isKilledByStop = false;
    }

    @Override
    public synchronized void removeSandbox(String id) {
        mustBeThere();
        sandboxes.remove(id);
        containers.values().removeIf(each -> each.sandboxId().equals(id));
    }

    @Override
    public synchronized List<Sandbox> sandboxes() {
        return List.copyOf(sandboxes.values());
    }

    @Override
    public synchronized List<Sandbox> sandboxes(String podUid) {
        mustBeThere();
        return sandboxes.values().stream().filter(each -> each.pod().uid().equals(podUid)).toList();
    }

    @Override
    public synchronized List<String> addresses(String sandboxId) {
        return List.of(
                addresses.computeIfAbsent(sandboxId, _ -> "10.1.0." + (addresses.size() + 2)));
    }

    @Override
    public synchronized String createContainer(
            String sandboxId, ContainerConfig config, PodSandboxConfig sandbox) {
        String name = config.getMetadata().getName();
        String failure = createFailures.getOrDefault(name, "");
        if (!failure.isEmpty()) {
            throw new CriException(Status.Code.UNKNOWN, failure);
        }
        String id = "c" + ++lastId;
        configs.put(id, config);
        podUids.put(id, sandbox.getMetadata().getUid());
        containers.put(
                id,
                new Container(
                        id,
                        sandboxId,
                        name,
                        config.getMetadata().getAttempt(),
                        Container.State.CREATED,
                        clock.instant(),
                        null,
                        null,
                        0,
                        "",
                        "",
                        "docker.io/library/" + config.getImage().getUserSpecifiedImage(),
                        "sha256:1",
                        config.getAnnotationsMap()));
        return id;
    }

    @Override
    public synchronized void startContainer(String id) {
        Container container = containers.get(id);
        String failure = startFailures.getOrDefault(container.name(), "");
        if (!failure.isEmpty()) {
            end(container, 128, "StartError", failure);
            throw new CriException(Status.Code.UNKNOWN, failure);
        }
        replace(
                container,
                new Container(
                        id,
                        container.sandboxId(),
                        container.name(),
                        container.attempt(),
                        Container.State.RUNNING,
                        container.createdAt(),
                        clock.instant(),
                        null,
                        0,
                        "",
                        "",
                        container.image(),
                        container.imageId(),
                        container.annotations()));
        Ending ending = endings.get(container.name());
        if (ending != null) {
            exit(container.name(), ending.code(), ending.reason());
        }
    }

    @Override
    public synchronized void stopContainer(String id, Duration grace) {
        Container container = containers.get(id);
        if (failingStops > 0) {
            failingStops--;
            throw new CriException(Status.Code.UNAVAILABLE, "io exception");
        }
        stops.add(container.name() + " " + grace.toSeconds());
        if (container.isRunning() && !unstoppable.contains(container.name())) {
            end(container, 137, "Error", "");
        }
    }

    @Override
    public synchronized void removeContainer(String id) {
        containers.remove(id);
    }

    @Override
    public synchronized List<Container> containers(String podUid) {
        mustBeThere();
        return containers.values().stream()
                .filter(each -> podUid.equals(podUids.get(each.id())))
                .toList();
    }

    @Override
    public synchronized List<Listed> listing() {
        return containers.values().stream()
                .map(each ->
                        new Listed(
                                each.id(),
                                each.sandboxId(),
                                sandboxes.get(each.sandboxId()).pod(),
                                each.name(),
                                each.attempt(),
                                each.state(),
                                each.imageId()))
                .toList();
    }

    @Override
    public void reopenLog(String containerId) {}

    @Override
    public synchronized Optional<Container> container(String id) {
        return Optional.ofNullable(containers.get(id));
    }

    @Override
    public CommandResult execute(String containerId, List<String> command, Duration timeout) {
        Function<List<String>, CommandResult> answer;
        synchronized (this) {
            answer = commands;
        }
        return answer.apply(command);
    }

    @Override
    public URI attach(AttachRequest request) {
        return URI.create("http://127.0.0.1:1/attach/" + request.getContainerId());
    }
}
