package dev.purser.node.status;

import java.time.Instant;

/// A condition of a pod whose resources are to change; it is always true.
///
/// @param type `PodResizePending` or `PodResizeInProgress`
/// @param generation the pod's at which the resize was asked for
/// @param since when the reason was first given
public record ResizeCondition(
        String type, String reason, String message, long generation, Instant since) {}
