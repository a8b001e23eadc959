package dev.purser.client.cache;

import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// Objects of one resource in memory, found by name and by indexes. Thread-safe.
///
/// The objects are the cache's own: readers copy before they change one.
public final class ObjectCache {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<ObjectKey, KubeObject> objects = new LinkedHashMap<>();
    private final Map<String, IndexedKeys> indexes = new HashMap<>();

    /// An empty cache with the index by namespace and these.
    public ObjectCache(Collection<ObjectIndex> indexes) {
        addIndex(ObjectIndex.byNamespace());
        indexes.forEach(this::addIndex);
    }

    /// Adds an index and fills it with the objects there are; an index of a name that is there
    /// already is left as it is.
    public void addIndex(ObjectIndex index) {
        lock.writeLock().lock();
        try {
            IndexedKeys keys = new IndexedKeys(index);
            if (indexes.putIfAbsent(index.name(), keys) == null) {
                objects.forEach((key, object) -> keys.add(key, object));
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    public Optional<KubeObject> get(ObjectKey key) {
        lock.readLock().lock();
        try {
            return Optional.ofNullable(objects.get(key));
        } finally {
            lock.readLock().unlock();
        }
    }

    public Optional<KubeObject> get(String namespace, String name) {
        return get(new ObjectKey(namespace, name));
    }

    /// All objects, in the order in which they came.
    public List<KubeObject> list() {
        lock.readLock().lock();
        try {
            return List.copyOf(objects.values());
        } finally {
            lock.readLock().unlock();
        }
    }

    public List<KubeObject> inNamespace(String namespace) {
        return find(ObjectIndex.byNamespace(), namespace);
    }

    /// The objects that the index files under this value.
    ///
    /// @throws IllegalArgumentException if the cache has no such index
    public List<KubeObject> find(ObjectIndex index, String value) {
        lock.readLock().lock();
        try {
            IndexedKeys keys = indexes.get(index.name());
            if (keys == null) {
                throw new IllegalArgumentException("no index " + index.name());
            }
            List<KubeObject> found = new ArrayList<>();
            for (ObjectKey key : keys.find(value)) {
                KubeObject object = objects.get(key);
                if (object != null) {
                    found.add(object);
                }
            }
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }

    public int size() {
        lock.readLock().lock();
        try {
            return objects.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    /// The names of all objects.
    List<ObjectKey> keys() {
        lock.readLock().lock();
        try {
            return List.copyOf(objects.keySet());
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Takes the object over; returns the one it replaces.
    Optional<KubeObject> put(KubeObject object) {
        return replace(ObjectKey.of(object), object);
    }

    /// Forgets the object; returns it.
    Optional<KubeObject> remove(ObjectKey key) {
        return replace(key, null);
    }

    private Optional<KubeObject> replace(ObjectKey key, @Nullable KubeObject object) {
        lock.writeLock().lock();
        try {
            KubeObject previous = object == null ? objects.remove(key) : objects.put(key, object);
            for (IndexedKeys index : indexes.values()) {
                if (previous != null) {
                    index.remove(key, previous);
                }
                if (object != null) {
                    index.add(key, object);
                }
            }
            return Optional.ofNullable(previous);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
