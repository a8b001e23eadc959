package dev.purser.client.event;

import java.util.LinkedHashMap;
import java.util.Map;

/// A map that forgets what was not used for longest once it is full. Not thread-safe.
final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    /// The size of Kubernetes' event caches.
    private static final int ENTRIES_MAX = 4096;

    RecentlyUsed() {
        super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > ENTRIES_MAX;
    }
}
