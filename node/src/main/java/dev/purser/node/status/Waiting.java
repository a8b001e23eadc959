package dev.purser.node.status;

/// Why a container does not run yet, or not now (`ContainerStateWaiting`).
///
/// @param message may be empty
public record Waiting(String reason, String message) {}
