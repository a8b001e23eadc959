package dev.purser.api.kind.conversion;

import dev.purser.api.meta.KubeObject;

/// Converts objects of one kind between one version and the version in which they are stored.
/// Stateless and thread-safe.
///
/// Both ways return a new object; the given one stays as it is. A round trip from the stored
/// version and back loses nothing.
public interface VersionConversion {
    /// The object as it is stored.
    KubeObject toStored(KubeObject shown);

    /// A stored object in this conversion's version.
    KubeObject fromStored(KubeObject stored);
}
