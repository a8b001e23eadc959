package dev.purser.node.cri;

import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import runtime.v1.CriV1.AttachRequest;
import runtime.v1.CriV1.ContainerConfig;
import runtime.v1.CriV1.ContainerFilter;
import runtime.v1.CriV1.ContainerStatusRequest;
import runtime.v1.CriV1.CreateContainerRequest;
import runtime.v1.CriV1.ExecSyncRequest;
import runtime.v1.CriV1.LinuxContainerResources;
import runtime.v1.CriV1.ListContainerStatsRequest;
import runtime.v1.CriV1.ListContainersRequest;
import runtime.v1.CriV1.ListPodSandboxRequest;
import runtime.v1.CriV1.PodIP;
import runtime.v1.CriV1.PodSandboxConfig;
import runtime.v1.CriV1.PodSandboxFilter;
import runtime.v1.CriV1.PodSandboxStatusRequest;
import runtime.v1.CriV1.RemoveContainerRequest;
import runtime.v1.CriV1.RemovePodSandboxRequest;
import runtime.v1.CriV1.ReopenContainerLogRequest;
import runtime.v1.CriV1.RunPodSandboxRequest;
import runtime.v1.CriV1.RuntimeCondition;
import runtime.v1.CriV1.StartContainerRequest;
import runtime.v1.CriV1.StatusRequest;
import runtime.v1.CriV1.StopContainerRequest;
import runtime.v1.CriV1.StopPodSandboxRequest;
import runtime.v1.CriV1.UpdateContainerResourcesRequest;
import runtime.v1.CriV1.VersionRequest;
import runtime.v1.RuntimeServiceGrpc;
import runtime.v1.RuntimeServiceGrpc.RuntimeServiceBlockingStub;

/// [CriRuntime] over gRPC. Thread-safe.
public final class GrpcRuntime implements CriRuntime {
    /// Kubelet's limit for an answer; a longer one means that containerd hangs.
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration SANDBOX_TIMEOUT = Duration.ofMinutes(4);

    /// How much longer than a command's own timeout its answer may take.
    private static final Duration EXECUTION_SLACK = Duration.ofSeconds(5);

    private final RuntimeServiceBlockingStub stub;
    private final MemoryKills kills;
    private final Consumer<String> afterStop;

    private final EndedContainers ended = new EndedContainers(System::nanoTime);

    /// @param kills what the kernel tells of containers
    /// @param afterStop is told of each sandbox that was stopped
    public GrpcRuntime(ContainerdChannel channel, MemoryKills kills, Consumer<String> afterStop) {
        this.kills = kills;
        this.afterStop = afterStop;
        stub = RuntimeServiceGrpc.newBlockingStub(channel.grpc());
    }

    @Override
    public String version() {
        return call(
                REQUEST_TIMEOUT,
                service -> {
                    var version = service.version(VersionRequest.getDefaultInstance());
                    return version.getRuntimeName() + "://" + version.getRuntimeVersion();
                });
    }

    @Override
    public List<String> problems() {
        return call(REQUEST_TIMEOUT, s -> s.status(StatusRequest.getDefaultInstance()))
                .getStatus()
                .getConditionsList()
                .stream()
                .filter(condition -> !condition.getStatus())
                .map(RuntimeCondition::getMessage)
                .toList();
    }

    @Override
    public String runSandbox(PodSandboxConfig config, String handler) {
        var request =
                RunPodSandboxRequest.newBuilder()
                        .setConfig(config)
                        .setRuntimeHandler(handler)
                        .build();
        return call(SANDBOX_TIMEOUT, s -> s.runPodSandbox(request)).getPodSandboxId();
    }

    @Override
    public void stopSandbox(String id) {
        var request = StopPodSandboxRequest.newBuilder().setPodSandboxId(id).build();
        ignoringAbsence(() -> call(SANDBOX_TIMEOUT, s -> s.stopPodSandbox(request)));
        afterStop.accept(id);
    }

    @Override
    public void removeSandbox(String id) {
        var request = RemovePodSandboxRequest.newBuilder().setPodSandboxId(id).build();
        ignoringAbsence(() -> call(SANDBOX_TIMEOUT, s -> s.removePodSandbox(request)));
        ended.forgetSandbox(id).forEach(kills::forget);
    }

    @Override
    public List<Sandbox> sandboxes() {
        return sandboxes(PodSandboxFilter.getDefaultInstance());
    }

    @Override
    public List<Sandbox> sandboxes(String podUid) {
        return sandboxes(
                PodSandboxFilter.newBuilder().putLabelSelector(PodLabels.POD_UID, podUid).build());
    }

    private List<Sandbox> sandboxes(PodSandboxFilter filter) {
        var request = ListPodSandboxRequest.newBuilder().setFilter(filter).build();
        return call(REQUEST_TIMEOUT, s -> s.listPodSandbox(request)).getItemsList().stream()
                .map(CriMessages::sandbox)
                .toList();
    }

    @Override
    public List<String> addresses(String sandboxId) {
        var request = PodSandboxStatusRequest.newBuilder().setPodSandboxId(sandboxId).build();
        var network =
                call(REQUEST_TIMEOUT, s -> s.podSandboxStatus(request)).getStatus().getNetwork();
        List<String> addresses = new ArrayList<>();
        if (!network.getIp().isEmpty()) {
            addresses.add(network.getIp());
        }
        network.getAdditionalIpsList().stream().map(PodIP::getIp).forEach(addresses::add);
        return addresses;
    }

    @Override
    public String createContainer(
            String sandboxId, ContainerConfig config, PodSandboxConfig sandbox) {
        var request =
                CreateContainerRequest.newBuilder()
                        .setPodSandboxId(sandboxId)
                        .setConfig(config)
                        .setSandboxConfig(sandbox)
                        .build();
        return call(REQUEST_TIMEOUT, s -> s.createContainer(request)).getContainerId();
    }

    @Override
    public void startContainer(String id) {
        var request = StartContainerRequest.newBuilder().setContainerId(id).build();
        call(REQUEST_TIMEOUT, s -> s.startContainer(request));
    }

    @Override
    public void stopContainer(String id, Duration grace) {
        var request =
                StopContainerRequest.newBuilder()
                        .setContainerId(id)
                        .setTimeout(grace.toSeconds())
                        .build();
        ignoringAbsence(() -> call(REQUEST_TIMEOUT.plus(grace), s -> s.stopContainer(request)));
    }

    @Override
    public void removeContainer(String id) {
        var request = RemoveContainerRequest.newBuilder().setContainerId(id).build();
        ignoringAbsence(() -> call(REQUEST_TIMEOUT, s -> s.removeContainer(request)));
        ended.forget(id);
        kills.forget(id);
    }

    @Override
    public List<Container> containers(String podUid) {
        var filter =
                ContainerFilter.newBuilder().putLabelSelector(PodLabels.POD_UID, podUid).build();
        var request = ListContainersRequest.newBuilder().setFilter(filter).build();
        return call(REQUEST_TIMEOUT, s -> s.listContainers(request)).getContainersList().stream()
                .map(listed -> container(listed.getId(), listed.getPodSandboxId()))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public List<Listed> listing() {
        var request = ListContainersRequest.getDefaultInstance();
        return call(REQUEST_TIMEOUT, s -> s.listContainers(request)).getContainersList().stream()
                .map(CriMessages::listed)
                .toList();
    }

    @Override
    public List<ContainerReading> readings() {
        var request = ListContainerStatsRequest.getDefaultInstance();
        return call(REQUEST_TIMEOUT, s -> s.listContainerStats(request)).getStatsList().stream()
                .map(CriMessages::reading)
                .toList();
    }

    @Override
    public void updateResources(String id, LinuxContainerResources resources) {
        var request =
                UpdateContainerResourcesRequest.newBuilder()
                        .setContainerId(id)
                        .setLinux(resources)
                        .build();
        call(REQUEST_TIMEOUT, s -> s.updateContainerResources(request));
    }

    @Override
    public void reopenLog(String containerId) {
        var request = ReopenContainerLogRequest.newBuilder().setContainerId(containerId).build();
        call(REQUEST_TIMEOUT, s -> s.reopenContainerLog(request));
    }

    @Override
    public Optional<Container> container(String id) {
        return container(id, "");
    }

    private Optional<Container> container(String id, String sandboxId) {
        Optional<Container> known = ended.find(id);
        if (known.isPresent()) {
            return known;
        }
        var request = ContainerStatusRequest.newBuilder().setContainerId(id).build();
        try {
            var status = call(REQUEST_TIMEOUT, s -> s.containerStatus(request)).getStatus();
            Container container = kills.explained(CriMessages.container(status, sandboxId));
            if (container.hasExited() && !sandboxId.isEmpty()) {
                ended.put(container);
            }
            return Optional.of(container);
        } catch (CriException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public CommandResult execute(String containerId, List<String> command, Duration timeout) {
        var request =
                ExecSyncRequest.newBuilder()
                        .setContainerId(containerId)
                        .addAllCmd(command)
                        .setTimeout(timeout.toSeconds())
                        .build();
        var result = call(timeout.plus(EXECUTION_SLACK), s -> s.execSync(request));
        String output =
                result.getStdout().toString(StandardCharsets.UTF_8)
                        + result.getStderr().toString(StandardCharsets.UTF_8);
        return new CommandResult(result.getExitCode(), output);
    }

    @Override
    public URI attach(AttachRequest request) {
        return URI.create(call(REQUEST_TIMEOUT, s -> s.attach(request)).getUrl());
    }

    private <T> T call(Duration timeout, Function<RuntimeServiceBlockingStub, T> request) {
        try {
            return request.apply(stub.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (StatusRuntimeException e) {
            throw CriException.of(e);
        }
    }

    private static void ignoringAbsence(Runnable action) {
        try {
            action.run();
        } catch (CriException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }
}
