package dev.purser.node.service;

import java.util.List;
import java.util.OptionalInt;

/// One way into a Service: an entrance of a port, and the endpoints behind it.
///
/// @param protocol `tcp`, `udp` or `sctp`
/// @param backends sorted, each once; a client is refused when there are none
/// @param affinity for how many seconds a client comes back to the same endpoint
public record Route(
        String protocol, Entrance entrance, List<Backend> backends, OptionalInt affinity) {
    public Route {
        backends = List.copyOf(backends);
    }

    /// Whether both are for the same connections.
    boolean hasEntranceOf(Route other) {
        return protocol.equals(other.protocol) && entrance.equals(other.entrance);
    }
}
