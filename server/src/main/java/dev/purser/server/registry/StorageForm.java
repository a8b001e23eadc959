package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.StoredObject;

/// How the objects of a resource lie in the store, where that is not simply how the resource shows
/// them: in another version, or without defaults that were declared later. Thread-safe.
public interface StorageForm {
    /// Objects are stored as they are shown.
    StorageForm SAME =
            new StorageForm() {
                @Override
                public StoredObject shown(StoredObject stored) {
                    return stored;
                }

                @Override
                public KubeObject stored(KubeObject shown) {
                    return shown;
                }
            };

    /// A stored object in the resource's version; the revision stays. Called for every object of
    /// every read, so it must be fast when there is nothing to do.
    StoredObject shown(StoredObject stored);

    /// An object as it is to be stored; the given one stays as it is.
    KubeObject stored(KubeObject shown);
}
