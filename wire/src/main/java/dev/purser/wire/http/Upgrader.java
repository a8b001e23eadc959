package dev.purser.wire.http;

import dev.purser.client.node.StreamTarget;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Upgrades a client's connection and joins it to an interactive stream.
@FunctionalInterface
public interface Upgrader {
    /// Takes the request over; completes the callback, now or later.
    void upgrade(Request request, Response response, Callback callback, StreamTarget target);
}
