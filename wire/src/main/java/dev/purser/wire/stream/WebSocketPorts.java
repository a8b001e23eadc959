package dev.purser.wire.stream;

import dev.purser.client.node.PodPorts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Port forwarding of WebSocket clients of the older kind: one connection for each port that the
/// request names. It has two channels, for its bytes and for an error, and the first message on
/// either one is the port.
public final class WebSocketPorts implements Session.Listener.AutoDemanding {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketPorts.class);
    private static final int NO_MESSAGE = -1;
    private static final int CHANNELS_EACH = 2;
    private static final int TEXT_BYTES_MAX = 16 * 1024 * 1024;

    private final PodPorts ports;
    private final MessageForm form;
    private final Pulse pulse = new Pulse();
    private final List<ForwardedPort> connections = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private int messageNumber = NO_MESSAGE;

    WebSocketPorts(PodPorts ports, MessageForm form) {
        this.ports = ports;
        this.form = form;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        session.setMaxTextMessageSize(TEXT_BYTES_MAX);
        WebSocketClient client = new WebSocketClient(session, form);
        open.set(ports.requested().size());
        try {
            for (int port : ports.requested()) {
                connections.add(connection(client, port, connections.size() * CHANNELS_EACH));
            }
        } catch (IOException e) {
            LOG.debug("A client of port forwarding has gone: {}", e.toString());
            client.disconnect();
            return;
        }
        pulse.start(client::ping, () -> lost(client));
        connections.forEach(ForwardedPort::start);
    }

    private ForwardedPort connection(WebSocketClient client, int port, int dataChannel)
            throws IOException {
        ByteBuffer number =
                ByteBuffer.allocate(Short.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort((short) port)
                        .flip();
        client.send(dataChannel, number.duplicate());
        client.send(dataChannel + 1, number);
        return new ForwardedPort(ports, port, new Connection(client, dataChannel));
    }

    private void lost(WebSocketClient client) {
        letGo();
        client.disconnect();
    }

    @Override
    public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
        if (messageNumber == NO_MESSAGE && payload.hasRemaining()) {
            messageNumber = Byte.toUnsignedInt(payload.get());
        }
        give(messageNumber, payload);
        if (last) {
            messageNumber = NO_MESSAGE;
        }
        callback.succeed();
    }

    @Override
    public void onWebSocketText(String message) {
        MessageForm.read(message).ifPresent(read -> give(read.channel(), read.content()));
    }

    private void give(int channel, ByteBuffer content) {
        int connection = channel / CHANNELS_EACH;
        if (channel >= 0 && channel % CHANNELS_EACH == 0 && connection < connections.size()) {
            try {
                connections.get(connection).send(content);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("A client of port forwarding failed: {}", cause.toString());
        letGo();
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        letGo();
        callback.succeed();
    }

    private void letGo() {
        pulse.close();
        connections.forEach(ForwardedPort::close);
    }

    /// The two channels of one connection. A channel cannot end alone, so the session ends with its
    /// last connection, and a connection with what the pod sends.
    private final class Connection implements ForwardedPort.Client {
        private final WebSocketClient client;
        private final int dataChannel;

        private Connection(WebSocketClient client, int dataChannel) {
            this.client = client;
            this.dataChannel = dataChannel;
        }

        @Override
        public void data(ByteBuffer content) throws IOException {
            client.send(dataChannel, content);
        }

        @Override
        public void dataEnded() {
            connections.get(dataChannel / CHANNELS_EACH).end();
        }

        @Override
        public void failed(String problem) throws IOException {
            ByteBuffer text = ByteBuffer.wrap(problem.getBytes(StandardCharsets.UTF_8));
            client.send(dataChannel + 1, text);
            ended();
        }

        @Override
        public void ended() {
            if (open.decrementAndGet() == 0) {
                pulse.close();
                client.close();
            }
        }

        @Override
        public void broken() {
            ended();
        }
    }
}
