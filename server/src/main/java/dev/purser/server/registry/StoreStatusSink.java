package dev.purser.server.registry;

import dev.purser.api.managed.FieldOwners;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.StatusSink;
import dev.purser.server.object.StoredObject;
import dev.purser.store.CommitResult;
import dev.purser.store.RevisionCache;
import dev.purser.store.Transaction;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Statuses written in one transaction of the store, the server itself noted as their owner.
/// Thread-safe.
public final class StoreStatusSink implements StatusSink {
    private static final String MANAGER = "apiserver";
    private static final String STATUS = "status";

    private final Resources resources;
    private final RevisionCache cache;
    private final ObjectStore store;
    private final FieldOwners owners;

    public StoreStatusSink(Resources resources, RevisionCache cache, InstantSource clock) {
        this.resources = resources;
        this.cache = cache;
        this.store = new ObjectStore(cache);
        this.owners = new FieldOwners(clock);
    }

    @Override
    public boolean write(GroupVersionResource resource, List<KubeObject> objects) {
        ServedResource served =
                resources
                        .find(resource)
                        .orElseThrow(() -> new IllegalArgumentException("not served: " + resource));
        List<Transaction.Operation> operations = new ArrayList<>();
        for (KubeObject object : objects) {
            Optional<StoredObject> current =
                    store.find(served, object.namespace(), object.name())
                            .filter(stored ->
                                    Long.toString(stored.revision())
                                            .equals(object.resourceVersion()));
            if (current.isEmpty()) {
                return false;
            }
            operations.add(update(served, current.get(), object));
        }
        return cache.commit(new Transaction(operations)) instanceof CommitResult.Committed;
    }

    private Transaction.Operation update(
            ServedResource resource, StoredObject current, KubeObject object) {
        KubeObject old = resource.form().canonical(current.toObject());
        KubeObject next = old.copy();
        next.json().set(STATUS, object.status().deepCopy());
        KubeObject canonical = resource.form().canonical(next);
        owners.recordUpdate(old, canonical, resource.schema(), resource.writer(MANAGER, STATUS));
        return new Transaction.Update(
                resource.keys().of(object.namespace(), object.name()),
                resource.encode(canonical),
                current.revision());
    }
}
