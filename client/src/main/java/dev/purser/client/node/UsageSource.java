package dev.purser.client.node;

import java.util.Optional;

/// Measures one node. Thread-safe.
@FunctionalInterface
public interface UsageSource {
    /// The newest measurement; empty before the first, or while the node cannot be reached.
    Optional<NodeUsage> usage();
}
