package dev.purser.api.discovery;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.resource.ResourceType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// In which version Kubernetes keeps the objects of a resource, and the hash that discovery shows
/// of it. Clients take a change of the hash as a sign to migrate, so it is the same as Kubernetes'.
final class StorageVersions {
    private static final int HASH_BYTES = 8;

    private StorageVersions() {}

    /// The hash; empty for resources that are not stored.
    static Optional<String> hashOf(ResourceType type) {
        return type.verbs().contains("watch")
                ? Optional.of(hash(storedAs(type)))
                : Optional.empty();
    }

    private static GroupVersionKind storedAs(ResourceType type) {
        GroupVersionKind kind =
                new GroupVersionKind(
                        type.kind().group(), type.storageVersion(), type.kind().kind());
        return switch (kind.kind()) {
            case "Event" -> new GroupVersionKind("", "v1", "Event");
            case "HorizontalPodAutoscaler" -> new GroupVersionKind(kind.group(), "v2", kind.kind());
            case "CustomResourceDefinition" ->
                    new GroupVersionKind(kind.group(), "v1beta1", kind.kind());
            case "ClusterTrustBundle", "PodCertificateRequest", "StorageVersionMigration" ->
                    new GroupVersionKind(kind.group(), "v1beta1", kind.kind());
            case "DeviceTaintRule" -> new GroupVersionKind(kind.group(), "v1beta2", kind.kind());
            default -> kind;
        };
    }

    private static String hash(GroupVersionKind kind) {
        String text = kind.group() + "/" + kind.version() + "/" + kind.kind();
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
