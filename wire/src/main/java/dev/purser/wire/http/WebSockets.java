package dev.purser.wire.http;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/// Jetty's support of WebSockets.
public final class WebSockets {
    private WebSockets() {}

    /// That of a server; made at its first use, and not twice.
    public static ServerWebSocketContainer of(Server server) {
        synchronized (server) {
            return ServerWebSocketContainer.ensure(server);
        }
    }
}
