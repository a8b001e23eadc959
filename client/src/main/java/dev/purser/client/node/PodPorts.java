package dev.purser.client.node;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;

/// The ports of a pod, for port forwarding. Thread-safe.
public non-sealed interface PodPorts extends StreamTarget {
    /// The ports that the request names; those of one connection each, in protocols that open no
    /// connections later.
    List<Integer> requested();

    /// Connects to a port at the pod's own loopback address.
    ///
    /// @return a connected, blocking channel, which the caller closes
    /// @throws IOException if nothing answers there; its message is for the client
    SocketChannel connect(int port) throws IOException;
}
