package dev.purser.node.cri;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import runtime.v1.CriV1;
import runtime.v1.CriV1.CheckpointContainerRequest;
import runtime.v1.CriV1.ContainerFilter;
import runtime.v1.CriV1.ContainerState;
import runtime.v1.CriV1.ContainerStateValue;
import runtime.v1.CriV1.ImageFsInfoRequest;
import runtime.v1.CriV1.ListContainerStatsRequest;
import runtime.v1.CriV1.ListContainersRequest;
import runtime.v1.ImageServiceGrpc;
import runtime.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import runtime.v1.RuntimeServiceGrpc;
import runtime.v1.RuntimeServiceGrpc.RuntimeServiceBlockingStub;

/// [CriStats] over gRPC. Thread-safe.
public final class GrpcStats implements CriStats {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final RuntimeServiceBlockingStub runtime;
    private final ImageServiceBlockingStub images;

    public GrpcStats(ContainerdChannel channel) {
        runtime = RuntimeServiceGrpc.newBlockingStub(channel.grpc());
        images = ImageServiceGrpc.newBlockingStub(channel.grpc());
    }

    @Override
    public List<RunningContainer> running() {
        var wanted = ContainerStateValue.newBuilder().setState(ContainerState.CONTAINER_RUNNING);
        var request =
                ListContainersRequest.newBuilder()
                        .setFilter(ContainerFilter.newBuilder().setState(wanted))
                        .build();
        return asked(() ->
                        runtime.withDeadlineAfter(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                                .listContainers(request))
                .getContainersList()
                .stream()
                .map(each ->
                        new RunningContainer(
                                each.getId(),
                                each.getPodSandboxId(),
                                CriMessages.pod(each.getLabelsMap()),
                                each.getMetadata().getName(),
                                each.getMetadata().getAttempt(),
                                Instant.EPOCH.plusNanos(each.getCreatedAt()),
                                each.getImage().getImage()))
                .toList();
    }

    @Override
    public List<WrittenLayer> layers() {
        return asked(() ->
                        runtime.withDeadlineAfter(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                                .listContainerStats(ListContainerStatsRequest.getDefaultInstance()))
                .getStatsList()
                .stream()
                .filter(CriV1.ContainerStats::hasWritableLayer)
                .map(each ->
                        new WrittenLayer(
                                each.getAttributes().getId(),
                                Instant.EPOCH.plusNanos(each.getWritableLayer().getTimestamp()),
                                each.getWritableLayer().getUsedBytes().getValue(),
                                each.getWritableLayer().getInodesUsed().getValue()))
                .toList();
    }

    @Override
    public List<ImageStorage> imageStorage() {
        return asked(() ->
                        images.withDeadlineAfter(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                                .imageFsInfo(ImageFsInfoRequest.getDefaultInstance()))
                .getImageFilesystemsList()
                .stream()
                .map(each ->
                        new ImageStorage(
                                Path.of(each.getFsId().getMountpoint()),
                                Instant.EPOCH.plusNanos(each.getTimestamp()),
                                each.getUsedBytes().getValue(),
                                each.getInodesUsed().getValue()))
                .toList();
    }

    @Override
    public void checkpoint(String containerId, Path archive, Duration timeout) {
        var request =
                CheckpointContainerRequest.newBuilder()
                        .setContainerId(containerId)
                        .setLocation(archive.toString())
                        .setTimeout(timeout.toSeconds())
                        .build();
        Duration limit = timeout.isZero() ? REQUEST_TIMEOUT : timeout;
        var _ =
                asked(() ->
                        runtime.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
                                .checkpointContainer(request));
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (StatusRuntimeException e) {
            throw CriException.of(e);
        }
    }
}
