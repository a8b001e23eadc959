package dev.purser.server.registry;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.object.StoredObject;
import dev.purser.store.Change;
import dev.purser.store.CompactedException;
import dev.purser.store.Entry;
import dev.purser.store.RevisionCache;
import dev.purser.store.Store;
import dev.purser.store.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What the server's own parts know of the cluster: reads from the cache, and changes straight from
/// the store's feed, so that an index has seen a write before it is answered. Thread-safe.
public final class StoreObjectSource implements ObjectSource {
    private final Resources resources;
    private final Store store;
    private final ObjectStore objects;

    /// @param cache stands before the same store
    public StoreObjectSource(Resources resources, Store store, RevisionCache cache) {
        this.resources = resources;
        this.store = store;
        this.objects = new ObjectStore(cache);
    }

    @Override
    public Optional<KubeObject> find(GroupVersionResource resource, String namespace, String name) {
        return objects.find(served(resource), namespace, name).map(StoredObject::toObject);
    }

    @Override
    public List<KubeObject> list(GroupVersionResource resource, String namespace) {
        return objects.list(served(resource), namespace).stream()
                .map(StoredObject::toObject)
                .toList();
    }

    @Override
    public AutoCloseable follow(GroupVersionResource resource, Consumer<Write> consumer) {
        ServedResource served = served(resource);
        String prefix = served.keys().within("");
        while (true) {
            try {
                RevisionCache.Page page =
                        objects.cache().list(new RevisionCache.ListQuery(prefix, 0, "", 0));
                page.entries().forEach(entry -> consumer.accept(put(served, entry)));
                return store.subscribe(page.revision(), change -> pass(change, served, consumer));
            } catch (CompactedException _) {
                // Compacted between the two calls: what is newer is seen from the beginning.
            }
        }
    }

    private static void pass(Change change, ServedResource served, Consumer<Write> consumer) {
        String prefix = served.keys().within("");
        for (Change.KeyChange key : change.keys()) {
            if (key.key().startsWith(prefix)) {
                write(served, key, change.revision()).ifPresent(consumer);
            }
        }
    }

    private static Optional<Write> write(
            ServedResource served, Change.KeyChange change, long revision) {
        Entry current = change.current();
        if (current != null) {
            return Optional.of(put(served, current));
        }
        Value last = change.lastValue();
        Entry previous = change.previous();
        if (last == null && previous != null) {
            last = previous.value();
        }
        return last == null
                ? Optional.empty()
                : Optional.of(new Gone(served.shown(StoredObject.of(last, revision)).toObject()));
    }

    private static Write put(ServedResource served, Entry entry) {
        return new Put(served.shown(entry).toObject());
    }

    private ServedResource served(GroupVersionResource resource) {
        return resources
                .find(resource)
                .orElseThrow(() -> new IllegalArgumentException("not served: " + resource));
    }
}
