package dev.purser.api.schema;

/// How server-side apply owns a map or struct (`x-kubernetes-map-type`).
public enum MapType {
    /// Each member has an owner of its own.
    GRANULAR,
    /// The whole has one owner and is replaced as a whole.
    ATOMIC
}
