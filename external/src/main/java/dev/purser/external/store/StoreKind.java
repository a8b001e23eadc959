package dev.purser.external.store;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.external.resource.ExternalResources;
import java.util.Optional;

/// The two kinds of stores.
public enum StoreKind {
    /// Of one namespace, for that namespace.
    SECRET_STORE("SecretStore"),
    /// For all namespaces that it allows.
    CLUSTER_SECRET_STORE("ClusterSecretStore");

    private final String kind;

    StoreKind(String kind) {
        this.kind = kind;
    }

    /// The kind as the API spells it.
    public String kind() {
        return kind;
    }

    public GroupVersionResource resource() {
        return switch (this) {
            case SECRET_STORE -> ExternalResources.SECRET_STORES;
            case CLUSTER_SECRET_STORE -> ExternalResources.CLUSTER_SECRET_STORES;
        };
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
