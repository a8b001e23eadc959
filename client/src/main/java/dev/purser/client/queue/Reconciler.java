package dev.purser.client.queue;

/// Brings the world one step closer to what the object of a key asks for.
///
/// @param <K> the key
@FunctionalInterface
public interface Reconciler<K> {
    /// Does the work; called by one thread at a time for one key.
    ///
    /// @throws dev.purser.api.status.StatusException to be called again later
    /// @throws dev.purser.client.ApiUnavailableException to be called again later
    void reconcile(K key) throws InterruptedException;
}
