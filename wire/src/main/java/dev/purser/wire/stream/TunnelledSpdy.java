package dev.purser.wire.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Port forwarding of a WebSocket client whose messages are pieces of a SPDY connection.
public final class TunnelledSpdy implements Session.Listener.AutoDemanding {
    /// What the client offers and hears back.
    static final String SUBPROTOCOL = "SPDY/3.1+portforward.k8s.io";

    private static final Logger LOG = LoggerFactory.getLogger(TunnelledSpdy.class);

    private final Conversation conversation;
    private volatile @Nullable MessageLink link;

    TunnelledSpdy(Conversation conversation) {
        this.conversation = conversation;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        MessageLink opened = new MessageLink(session);
        link = opened;
        Thread.ofVirtual().name("spdy").start(() -> talk(opened));
    }

    private void talk(MessageLink opened) {
        try (opened) {
            conversation.hold(opened);
        } catch (IOException e) {
            LOG.debug("A client's streams ended: {}", e.toString());
        }
    }

    @Override
    public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
        MessageLink opened = link;
        if (opened != null) {
            try {
                opened.received(payload);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("A client of port forwarding failed: {}", cause.toString());
        end();
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        end();
        callback.succeed();
    }

    private void end() {
        MessageLink opened = link;
        if (opened != null) {
            opened.ended();
        }
    }
}
