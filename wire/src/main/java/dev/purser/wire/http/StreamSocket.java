package dev.purser.wire.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a streamed answer as messages of a WebSocket, one for each write; this is how fabric8's
/// client and browsers watch. JSON goes as text, everything else as bytes.
///
/// What the client sends is ignored.
public final class StreamSocket implements Session.Listener.AutoDemanding {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSocket.class);

    /// The client need not say anything while the stream goes on.
    private static final Duration SILENCE_MAX = Duration.ZERO;

    /// But it must take what it is sent.
    private static final Duration STALL_MAX = Duration.ofMinutes(1);

    private final Answer.Streamed stream;
    private final Messages messages;

    private StreamSocket(Answer.Streamed stream, Messages messages) {
        this.stream = stream;
        this.messages = messages;
    }

    private enum Messages {
        TEXT,
        BYTES
    }

    /// Whether a request asks for a WebSocket.
    static boolean isWanted(Request request) {
        return request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
    }

    /// Begins to send the stream, if the connection can be upgraded.
    ///
    /// @return whether the request was taken over; the callback is completed then
    static boolean open(
            Request request,
            Response response,
            org.eclipse.jetty.util.Callback callback,
            Answer answer,
            Answer.Streamed stream) {
        boolean json =
                answer.headers().stream()
                        .anyMatch(header ->
                                header.getKey().equals("Content-Type")
                                        && header.getValue().startsWith("application/json"));
        List<String> protocols =
                request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false);
        return WebSockets.of(request.getConnectionMetaData().getConnector().getServer())
                .upgrade(
                        (_, upgrade, _) -> {
                            if (protocols.size() == 1) {
                                upgrade.setAcceptedSubProtocol(protocols.getFirst());
                            }
                            return new StreamSocket(stream, json ? Messages.TEXT : Messages.BYTES);
                        },
                        request,
                        response,
                        callback);
    }

    @Override
    public void onWebSocketOpen(Session session) {
        session.setIdleTimeout(SILENCE_MAX);
        Thread.ofVirtual().name("websocket-stream").start(() -> send(session));
    }

    private void send(Session session) {
        try {
            stream.writer().writeTo(new MessageStream(session));
            session.close(StatusCode.NORMAL, "", Callback.NOOP);
        } catch (IOException e) {
            LOG.debug("The client of a stream has gone", e);
            session.disconnect();
        }
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        stream.onGone().run();
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        stream.onGone().run();
    }

    /// Every write is a message, and is sent when it returns.
    private final class MessageStream extends OutputStream implements MessageOutput {
        private final Session session;

        private MessageStream(Session session) {
            this.session = session;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Callback.Completable sent = new Callback.Completable();
            switch (messages) {
                case TEXT ->
                        session.sendText(
                                new String(bytes, offset, length, StandardCharsets.UTF_8), sent);
                case BYTES -> session.sendBinary(ByteBuffer.wrap(bytes, offset, length), sent);
            }
            try {
                sent.get(STALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new IOException("the client has gone", e.getCause());
            } catch (TimeoutException e) {
                throw new IOException("the client takes nothing of what it asked for", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the server stops", e);
            }
        }
    }
}
