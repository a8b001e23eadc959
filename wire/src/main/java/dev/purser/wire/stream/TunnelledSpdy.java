package dev.purser.wire.stream;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Port forwarding of a WebSocket client: its messages are pieces of a SPDY connection, which goes
/// to the runtime as it is.
public final class TunnelledSpdy implements Session.Listener.AutoDemanding {
    /// What the client offers and hears back.
    static final String SUBPROTOCOL = "SPDY/3.1+portforward.k8s.io";

    private static final Logger LOG = LoggerFactory.getLogger(TunnelledSpdy.class);
    private static final String RUNTIME_PROTOCOL = "portforward.k8s.io";
    private static final int BUFFER_BYTES = 32 * 1024;

    private final Dialer dialer;
    private final URI target;
    private volatile @Nullable RuntimeConnection runtime;

    TunnelledSpdy(Dialer dialer, URI target) {
        this.dialer = dialer;
        this.target = target;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        WebSocketClient client = new WebSocketClient(session);
        try {
            switch (RuntimeConnection.connect(dialer, target, List.of(RUNTIME_PROTOCOL))) {
                case RuntimeConnection.Upgraded upgraded -> {
                    runtime = upgraded.connection();
                    Thread.ofVirtual()
                            .name("port-forward")
                            .start(() -> relay(upgraded.connection(), client));
                }
                case RuntimeConnection.Refused refused -> {
                    LOG.warn("The container runtime refused port forwarding: {}", refused.text());
                    client.close();
                }
            }
        } catch (IOException e) {
            LOG.warn("Cannot reach the container runtime's streams: {}", e.getMessage());
            client.close();
        }
    }

    @Override
    public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
        RuntimeConnection connected = runtime;
        if (connected != null) {
            try {
                connected.out().write(BufferUtil.toArray(payload));
            } catch (IOException e) {
                // The reading thread finds out as well and ends the session.
                LOG.debug("Forwarded bytes were lost: {}", e.toString());
            }
        }
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("A client of port forwarding failed: {}", cause.toString());
        closeRuntime();
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        closeRuntime();
        callback.succeed();
    }

    private void relay(RuntimeConnection connected, WebSocketClient client) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = connected.in();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                client.send(ByteBuffer.wrap(buffer, 0, length));
            }
        } catch (IOException e) {
            LOG.debug("Port forwarding ended: {}", e.toString());
        } finally {
            closeRuntime();
            client.close();
        }
    }

    private void closeRuntime() {
        RuntimeConnection connected = runtime;
        if (connected != null) {
            try {
                connected.close();
            } catch (IOException e) {
                LOG.debug("Closing the runtime's connection: {}", e.toString());
            }
        }
    }
}
