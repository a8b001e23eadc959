package dev.purser.node.cri;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;

/// The namespace in which the CRI keeps its containers and images, for containerd's own services.
final class ContainerdNamespace {
    private static final String NAME = "k8s.io";
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);

    private ContainerdNamespace() {}

    static ClientInterceptor header() {
        Metadata headers = new Metadata();
        headers.put(HEADER, NAME);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }
}
