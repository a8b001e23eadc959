package dev.purser.node.cri;

import dev.purser.node.cri.snapshots.Info;
import dev.purser.node.cri.snapshots.ListSnapshotsRequest;
import dev.purser.node.cri.snapshots.Mount;
import dev.purser.node.cri.snapshots.MountsRequest;
import dev.purser.node.cri.snapshots.RemoveSnapshotRequest;
import dev.purser.node.cri.snapshots.SnapshotsGrpc;
import dev.purser.node.cri.snapshots.ViewSnapshotRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import runtime.v1.CriV1.ImageSpec;
import runtime.v1.CriV1.ImageStatusRequest;
import runtime.v1.ImageServiceGrpc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// [ImageViews] by containerd's own snapshot service. Thread-safe.
public final class GrpcImageViews implements ImageViews {
    /// Keeps containerd from collecting a view that nothing else holds.
    private static final String ROOT = "containerd.io/gc.root";

    private static final String POD = "purser.dev/pod-uid";

    private final SnapshotsGrpc.SnapshotsBlockingStub snapshots;
    private final ImageServiceGrpc.ImageServiceBlockingStub images;
    private final String snapshotter;

    /// @param snapshotter the one that images are unpacked with
    public GrpcImageViews(ContainerdChannel channel, String snapshotter) {
        snapshots =
                SnapshotsGrpc.newBlockingStub(channel.grpc())
                        .withInterceptors(ContainerdNamespace.header());
        images = ImageServiceGrpc.newBlockingStub(channel.grpc());
        this.snapshotter = snapshotter;
    }

    @Override
    public View open(String key, String podUid, String imageId) {
        var request =
                ViewSnapshotRequest.newBuilder()
                        .setSnapshotter(snapshotter)
                        .setKey(key)
                        .setParent(chain(imageId))
                        .putLabels(ROOT, Instant.EPOCH.toString())
                        .putLabels(POD, podUid)
                        .build();
        try {
            return view(snapshots.view(request).getMountsList());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw CriException.of(e);
            }
        }
        var existing = MountsRequest.newBuilder().setSnapshotter(snapshotter).setKey(key).build();
        return view(call(() -> snapshots.mounts(existing)).getMountsList());
    }

    /// The name of the image's top layer with all below it, as the CRI tells it to who asks for
    /// details.
    private String chain(String imageId) {
        var request =
                ImageStatusRequest.newBuilder()
                        .setImage(ImageSpec.newBuilder().setImage(imageId))
                        .setVerbose(true)
                        .build();
        String info = call(() -> images.imageStatus(request)).getInfoMap().getOrDefault("info", "");
        JsonNode details = JsonMapper.shared().readTree(info.isEmpty() ? "{}" : info);
        String chain = details.path("chainID").asString("");
        if (chain.isEmpty()) {
            throw new CriException(
                    Status.Code.NOT_FOUND,
                    "the layers of image %s are not known".formatted(imageId));
        }
        return chain;
    }

    private static View view(List<Mount> mounts) {
        if (mounts.size() != 1) {
            throw new CriException(
                    Status.Code.UNIMPLEMENTED,
                    "an image that takes %d mounts".formatted(mounts.size()));
        }
        Mount mount = mounts.getFirst();
        return new View(mount.getType(), mount.getSource(), mount.getOptionsList());
    }

    @Override
    public void close(String podUid) {
        remove("labels.\"%s\"==\"%s\"".formatted(POD, podUid));
    }

    @Override
    public void closeAll() {
        remove("labels.\"%s\"".formatted(POD));
    }

    private void remove(String filter) {
        var request =
                ListSnapshotsRequest.newBuilder()
                        .setSnapshotter(snapshotter)
                        .addFilters(filter)
                        .build();
        List<String> keys = new ArrayList<>();
        call(() -> {
            snapshots
                    .list(request)
                    .forEachRemaining(part ->
                            part.getInfoList().stream().map(Info::getName).forEach(keys::add));
            return keys;
        });
        for (String key : keys) {
            var removal =
                    RemoveSnapshotRequest.newBuilder()
                            .setSnapshotter(snapshotter)
                            .setKey(key)
                            .build();
            call(() -> snapshots.remove(removal));
        }
    }

    private static <T> T call(Supplier<T> request) {
        try {
            return request.get();
        } catch (StatusRuntimeException e) {
            throw CriException.of(e);
        }
    }
}
