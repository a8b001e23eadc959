package dev.purser.server.endpoint;

import dev.purser.client.node.NodeStreams;
import java.util.Optional;

/// Finds the node that serves the logs and streams of its pods. Thread-safe.
@FunctionalInterface
public interface NodeResolver {
    /// The node of this name; empty while it cannot be reached.
    Optional<NodeStreams> find(String nodeName);
}
