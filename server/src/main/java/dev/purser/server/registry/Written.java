package dev.purser.server.registry;

import dev.purser.server.object.StoredObject;

/// The object that a write left.
public record Written(StoredObject object, Effect effect) {
    /// What happened to it.
    public enum Effect {
        CREATED,
        /// Changed, or found to be so already.
        CHANGED
    }
}
