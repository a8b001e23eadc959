package dev.purser.node.cri;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import runtime.v1.CriV1;
import runtime.v1.CriV1.CheckpointContainerRequest;
import runtime.v1.CriV1.ImageFsInfoRequest;
import runtime.v1.CriV1.ListContainerStatsRequest;
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
    public List<ContainerStats> containers() {
        return asked(() ->
                        runtime.withDeadlineAfter(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                                .listContainerStats(ListContainerStatsRequest.getDefaultInstance()))
                .getStatsList()
                .stream()
                .map(GrpcStats::stats)
                .toList();
    }

    private static ContainerStats stats(CriV1.ContainerStats stats) {
        var attributes = stats.getAttributes();
        boolean hasLayer = stats.hasWritableLayer();
        var layer = stats.getWritableLayer();
        return new ContainerStats(
                attributes.getId(),
                CriMessages.pod(attributes.getLabelsMap()),
                attributes.getMetadata().getName(),
                attributes.getMetadata().getAttempt(),
                Instant.EPOCH.plusNanos(stats.getCpu().getTimestamp()),
                hasLayer ? OptionalLong.of(layer.getUsedBytes().getValue()) : OptionalLong.empty(),
                hasLayer
                        ? OptionalLong.of(layer.getInodesUsed().getValue())
                        : OptionalLong.empty());
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
