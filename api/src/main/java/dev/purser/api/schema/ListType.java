package dev.purser.api.schema;

/// How server-side apply owns a list (`x-kubernetes-list-type`). A list without a type is atomic.
public enum ListType {
    /// The whole has one owner and is replaced as a whole.
    ATOMIC,
    /// Scalars, each of which occurs once and has an owner.
    SET,
    /// Structs, each with an owner, told apart by the map keys.
    MAP
}
