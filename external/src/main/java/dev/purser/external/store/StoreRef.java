package dev.purser.external.store;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ObjectKey;

/// One store by its name.
///
/// @param namespace empty for cluster scope
public record StoreRef(StoreKind kind, String namespace, String name) {
    public static StoreRef of(StoreKind kind, KubeObject store) {
        return new StoreRef(kind, store.namespace(), store.name());
    }

    /// What a `secretStoreRef` of a namespace names.
    public static StoreRef from(StoreKind kind, String namespace, String name) {
        return new StoreRef(kind, kind == StoreKind.SECRET_STORE ? namespace : "", name);
    }

    ObjectKey key() {
        return new ObjectKey(namespace, name);
    }

    /// The form of messages: `SecretStore "name"`.
    @Override
    public String toString() {
        return "%s \"%s\"".formatted(kind.kind(), name);
    }
}
