package dev.purser.node.cri;

import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import runtime.v1.CriV1;
import runtime.v1.CriV1.AuthConfig;
import runtime.v1.CriV1.ImageSpec;
import runtime.v1.CriV1.ImageStatusRequest;
import runtime.v1.CriV1.ListImagesRequest;
import runtime.v1.CriV1.PullImageRequest;
import runtime.v1.CriV1.RemoveImageRequest;
import runtime.v1.ImageServiceGrpc;
import runtime.v1.ImageServiceGrpc.ImageServiceBlockingStub;

/// [CriImages] over gRPC. Thread-safe.
public final class GrpcImages implements CriImages {
    private final ImageServiceBlockingStub stub;

    public GrpcImages(ContainerdChannel channel) {
        stub = ImageServiceGrpc.newBlockingStub(channel.grpc());
    }

    @Override
    public Optional<Image> find(String reference) {
        var request = ImageStatusRequest.newBuilder().setImage(spec(reference)).build();
        var answer = call(() -> stub.imageStatus(request));
        return answer.hasImage() ? Optional.of(image(answer.getImage())) : Optional.empty();
    }

    @Override
    public String pull(String reference, Optional<RegistryCredential> credential) {
        var request = PullImageRequest.newBuilder().setImage(spec(reference));
        credential.ifPresent(each ->
                request.setAuth(
                        AuthConfig.newBuilder()
                                .setUsername(each.username())
                                .setPassword(each.password())));
        return call(() -> stub.pullImage(request.build())).getImageRef();
    }

    @Override
    public List<Image> list() {
        return call(() -> stub.listImages(ListImagesRequest.getDefaultInstance()))
                .getImagesList()
                .stream()
                .map(GrpcImages::image)
                .toList();
    }

    @Override
    public void remove(String reference) {
        var request = RemoveImageRequest.newBuilder().setImage(spec(reference)).build();
        call(() -> stub.removeImage(request));
    }

    private static ImageSpec spec(String reference) {
        return ImageSpec.newBuilder().setImage(reference).build();
    }

    private static Image image(CriV1.Image image) {
        return new Image(
                image.getId(),
                image.getRepoTagsList(),
                image.getRepoDigestsList(),
                image.getSize(),
                image.hasUid() ? image.getUid().getValue() : null,
                image.getUsername());
    }

    private static <T> T call(Supplier<T> request) {
        try {
            return request.get();
        } catch (StatusRuntimeException e) {
            throw CriException.of(e);
        }
    }
}
