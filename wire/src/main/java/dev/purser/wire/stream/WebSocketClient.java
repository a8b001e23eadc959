package dev.purser.wire.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/// The client at the other end of a WebSocket; sending to it waits for the network. Thread-safe.
final class WebSocketClient {
    private final Session session;
    private final MessageForm form;
    private final ReentrantLock sending = new ReentrantLock();

    WebSocketClient(Session session, MessageForm form) {
        this.session = session;
        this.form = form;
        session.setIdleTimeout(Conversation.SILENCE_MAX);
    }

    /// Sends a message of a channel.
    void send(int channel, ByteBuffer content) throws IOException {
        switch (form) {
            case BYTES -> {
                ByteBuffer message = form.bytes(channel, content);
                await(sent -> session.sendBinary(message, sent));
            }
            case BASE64 -> {
                String message = form.text(channel, content);
                await(sent -> session.sendText(message, sent));
            }
        }
    }

    /// Sends a message without a channel.
    void send(ByteBuffer message) throws IOException {
        await(sent -> session.sendBinary(message, sent));
    }

    /// Asks for a sign of life.
    void ping(int number) throws IOException {
        byte[] content = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
        await(sent -> session.sendPing(ByteBuffer.wrap(content), sent));
    }

    private void await(Consumer<Callback.Completable> send) throws IOException {
        Callback.Completable sent = new Callback.Completable();
        sending.lock();
        try {
            send.accept(sent);
            sent.join();
        } catch (CompletionException e) {
            throw new IOException("the client has gone", e.getCause());
        } finally {
            sending.unlock();
        }
    }

    /// Says that all is said; what the client still sends is read and dropped until it agrees.
    void close() {
        session.setIdleTimeout(Conversation.FAREWELL_SILENCE_MAX);
        session.close(StatusCode.NORMAL, "", Callback.NOOP);
    }

    /// Ends the session because of what the client sent.
    void refuse(String why) {
        session.close(StatusCode.PROTOCOL, why, Callback.NOOP);
    }

    /// Ends the connection at once.
    void disconnect() {
        session.disconnect();
    }
}
