package dev.purser.external.sync;

import dev.purser.client.cache.ObjectKey;
import dev.purser.external.store.StoreKind;
import dev.purser.external.store.StorePool;
import dev.purser.external.store.StoreRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Wakes those that a change concerns.
final class StoreRefresher implements Refresher {
    private final KnownExternalSecrets known;
    private final StorePool stores;
    private final ExternalSecretController controller;

    StoreRefresher(
            KnownExternalSecrets known, StorePool stores, ExternalSecretController controller) {
        this.known = known;
        this.stores = stores;
        this.controller = controller;
    }

    @Override
    public boolean refresh(String namespace, String name) {
        ObjectKey key = new ObjectKey(namespace, name);
        if (!known.contains(key)) {
            return false;
        }
        if (known.isWakeable(key)) {
            known.storesOf(key).forEach(stores::forgetReads);
            controller.ask(key);
        }
        return true;
    }

    @Override
    public Optional<List<ObjectKey>> refreshStore(
            String kind, String namespace, String name, Optional<Set<String>> keys) {
        return StoreKind.of(kind)
                .map(found -> StoreRef.from(found, namespace, name))
                .filter(stores::exists)
                .map(store -> refresh(store, keys));
    }

    private List<ObjectKey> refresh(StoreRef store, Optional<Set<String>> keys) {
        stores.forgetReads(store);
        List<ObjectKey> concerned = known.concernedBy(store, keys);
        concerned.forEach(controller::ask);
        return concerned;
    }
}
