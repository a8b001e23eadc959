package dev.purser.wire.http;

import java.net.URI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Hands a client's connection to the address that serves an interactive stream.
@FunctionalInterface
public interface Upgrader {
    /// Takes the request over; completes the callback, now or later.
    void upgrade(Request request, Response response, Callback callback, URI target);
}
