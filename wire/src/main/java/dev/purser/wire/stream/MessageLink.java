package dev.purser.wire.stream;

import dev.purser.wire.spdy.Link;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.websocket.api.Session;

/// A connection inside a WebSocket's messages, whose borders mean nothing.
final class MessageLink implements Link {
    private final Session session;
    private final WebSocketClient client;
    private final PendingBytes input = new PendingBytes();

    MessageLink(Session session) {
        this.session = session;
        this.client = new WebSocketClient(session, MessageForm.BYTES);
    }

    /// Takes what came from the client; waits while nobody reads it.
    void received(ByteBuffer content) throws InterruptedException {
        input.add(content);
    }

    /// Nothing more comes.
    void ended() {
        input.end();
    }

    @Override
    public ByteBuffer read() throws IOException {
        try {
            return input.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        }
    }

    @Override
    public void write(ByteBuffer content) throws IOException {
        client.send(content);
    }

    @Override
    public void allowSilence(Duration limit) {
        session.setIdleTimeout(limit);
    }

    @Override
    public void close() {
        input.close();
        client.close();
    }
}
