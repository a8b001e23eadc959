package dev.purser.external.sync;

import dev.purser.client.cache.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads ExternalSecrets anew before their time, because somebody knows of a change. Thread-safe;
/// returns before anything is read, and what waits to be read already is not read twice for it.
public interface Refresher {
    /// Wakes one ExternalSecret.
    ///
    /// @return whether there is one of this name
    boolean refresh(String namespace, String name);

    /// Wakes the ExternalSecrets that read from a store.
    ///
    /// @param kind `SecretStore` or `ClusterSecretStore`
    /// @param namespace empty for a ClusterSecretStore
    /// @param keys names of what changed, as ExternalSecrets may write them; whoever searches
    ///   (`dataFrom.find`) is woken by any key. Empty when it is not known what changed
    /// @return those that were woken; empty when there is no such store
    Optional<List<ObjectKey>> refreshStore(
            String kind, String namespace, String name, Optional<Set<String>> keys);
}
