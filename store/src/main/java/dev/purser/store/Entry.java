package dev.purser.store;

/// A live key: its value and the revisions of its first and last write.
///
/// @param value shared, never modified by anyone
public record Entry(String key, Value value, long createRevision, long modRevision) {}
