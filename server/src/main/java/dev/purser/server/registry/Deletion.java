package dev.purser.server.registry;

import dev.purser.server.object.StoredObject;

/// What a deletion left.
public sealed interface Deletion {
    StoredObject object();

    /// The object is gone; this is what it was last.
    record Gone(StoredObject object) implements Deletion {}

    /// The object stays until its grace period or its finalizers are over.
    record Lingering(StoredObject object) implements Deletion {}
}
