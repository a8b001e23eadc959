package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;

/// Keeps `metadata.managedFields`: who set which field. Thread-safe.
public interface FieldOwners {
    /// Notes in the new object what the writer changed.
    ///
    /// @param old the object before; one with kind and name only for a creation
    /// @param next the object as it will be; its managed fields are set
    void note(WriteRequest request, KubeObject old, KubeObject next);
}
