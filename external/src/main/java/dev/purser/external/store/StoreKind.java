package dev.purser.external.store;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.external.resource.ExternalResources;
import java.util.Optional;

/// The two kinds of stores.
public enum StoreKind {
    /// Of one namespace, for that namespace.
    SECRET_STORE("SecretStore", ExternalResources.SECRET_STORES),
    /// For all namespaces that it allows.
    CLUSTER_SECRET_STORE("ClusterSecretStore", ExternalResources.CLUSTER_SECRET_STORES);

    private final String kind;
    private final GroupVersionResource resource;

    StoreKind(String kind, GroupVersionResource resource) {
        this.kind = kind;
        this.resource = resource;
    }

    /// The kind as the API spells it.
    public String kind() {
        return kind;
    }

    public GroupVersionResource resource() {
        return resource;
    }

    /// The kind of this name; a missing name is that of a SecretStore.
    public static Optional<StoreKind> of(String kind) {
        if (kind.isEmpty()) {
            return Optional.of(SECRET_STORE);
        }
        for (StoreKind candidate : values()) {
            if (candidate.kind.equals(kind)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
