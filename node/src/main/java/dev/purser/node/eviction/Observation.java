package dev.purser.node.eviction;

/// How much of something there is, in bytes or pieces.
///
/// @param available what is left
/// @param capacity all of it
public record Observation(long available, long capacity) {}
