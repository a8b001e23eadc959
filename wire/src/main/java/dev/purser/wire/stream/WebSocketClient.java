package dev.purser.wire.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/// The client at the other end of a WebSocket; sending to it blocks. Used by one thread at a time.
final class WebSocketClient {
    /// As long as kubelet lets a session be silent.
    private static final Duration SILENCE_MAX = Duration.ofHours(4);

    /// How long a client may take to answer that the session is closed.
    private static final Duration FAREWELL_MAX = Duration.ofSeconds(10);

    private final Session session;

    WebSocketClient(Session session) {
        this.session = session;
        session.setIdleTimeout(SILENCE_MAX);
    }

    void send(ByteBuffer message) throws IOException {
        Callback.Completable sent = new Callback.Completable();
        session.sendBinary(message, sent);
        try {
            sent.join();
        } catch (CompletionException e) {
            throw new IOException("the client has gone", e.getCause());
        }
    }

    void close() {
        session.setIdleTimeout(FAREWELL_MAX);
        session.close(StatusCode.NORMAL, "", Callback.NOOP);
    }
}
