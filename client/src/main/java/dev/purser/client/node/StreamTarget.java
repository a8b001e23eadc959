package dev.purser.client.node;

/// What a client's upgraded connection is joined to, prepared by a node and not begun yet. If it is
/// never begun, nothing has to be undone.
public sealed interface StreamTarget permits CommandSession, PodPorts {}
