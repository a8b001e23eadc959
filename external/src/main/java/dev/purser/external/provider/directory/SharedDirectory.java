package dev.purser.external.provider.directory;

import java.nio.file.Path;
import java.util.Set;

/// A directory that stores may read.
///
/// @param name by which stores ask for it
/// @param path absolute
/// @param namespaces whose SecretStores may; empty for every store
public record SharedDirectory(String name, Path path, Set<String> namespaces) {
    public SharedDirectory {
        namespaces = Set.copyOf(namespaces);
    }

    /// Whether a store may read it. One of the cluster serves any namespace, and so none of those
    /// for which a directory is kept.
    ///
    /// @param storeNamespace empty for a ClusterSecretStore
    boolean isFor(String storeNamespace) {
        return namespaces.isEmpty() || namespaces.contains(storeNamespace);
    }
}
