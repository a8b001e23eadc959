package dev.purser.server.media;

/// What an answer shows of its objects (`as=` of an `Accept` header).
public enum Form {
    /// The objects themselves.
    OBJECT,
    /// Rows for people: `Table`.
    TABLE,
    /// Their metadata only: `PartialObjectMetadata` and its list.
    METADATA
}
