package dev.purser.wire.stream;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.client.node.NodeStreams;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One `exec` or `attach` of a WebSocket client, translated to SPDY for the runtime.
///
/// Messages of the client are sent on before the next one is taken, on Jetty's thread; output comes
/// back on a thread of its own.
public final class RemoteCommand implements Session.Listener.AutoDemanding {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteCommand.class);

    /// The number of the message that names a channel which ends.
    private static final int END_OF_CHANNEL = 255;

    private static final int NO_MESSAGE = -1;

    private final Dialer dialer;
    private final URI target;
    private final NodeStreams.Streams wanted;
    private final ChannelProtocol protocol;
    private volatile @Nullable CommandStreams streams;
    private int messageNumber = NO_MESSAGE;

    RemoteCommand(Dialer dialer, URI target, NodeStreams.Streams wanted, ChannelProtocol protocol) {
        this.dialer = dialer;
        this.target = target;
        this.wanted = wanted;
        this.protocol = protocol;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        WebSocketClient client = new WebSocketClient(session);
        try {
            CommandStreams opened = CommandStreams.open(dialer, target, wanted);
            streams = opened;
            client.send(greeted().message(ByteBuffer.allocate(0)));
            Thread.ofVirtual().name("exec-output").start(() -> relay(opened, client));
        } catch (IOException e) {
            refuse(client, StatusErrors.internal("error dialing backend: " + e.getMessage(), e));
        } catch (StatusException e) {
            refuse(client, e);
        }
    }

    /// An empty message on the first channel of output says that the session has begun.
    private Channel greeted() {
        if (wanted.stdout()) {
            return Channel.STDOUT;
        }
        return wanted.stderr() ? Channel.STDERR : Channel.ERROR;
    }

    @Override
    public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
        try {
            take(payload);
        } catch (IOException e) {
            // The runtime is gone; the thread that reads from it finds out and ends the session.
            LOG.debug("Input of a command was lost: {}", e.toString());
        }
        if (last) {
            messageNumber = NO_MESSAGE;
        }
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("A client of a command failed: {}", cause.toString());
        closeStreams();
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        closeStreams();
        callback.succeed();
    }

    /// A message comes in one piece or several; its number is the first byte of all.
    private void take(ByteBuffer payload) throws IOException {
        CommandStreams opened = streams;
        if (opened == null) {
            return;
        }
        if (messageNumber == NO_MESSAGE && payload.hasRemaining()) {
            messageNumber = Byte.toUnsignedInt(payload.get());
        }
        if (messageNumber == END_OF_CHANNEL && protocol.endsChannels()) {
            while (payload.hasRemaining()) {
                Optional<Channel> ended = Channel.of(Byte.toUnsignedInt(payload.get()));
                if (ended.isPresent()) {
                    opened.end(ended.get());
                }
            }
            return;
        }
        Optional<Channel> channel = Channel.of(messageNumber).filter(Channel::isInput);
        if (channel.isPresent()) {
            opened.send(channel.get(), payload);
        }
    }

    private void relay(CommandStreams opened, WebSocketClient client) {
        try {
            boolean reported =
                    opened.relay((channel, content) -> client.send(channel.message(content)));
            if (!reported) {
                IOException gone = new IOException("no exit status");
                sendStatus(
                        client,
                        StatusErrors.internal(
                                "the container runtime ended the connection before the command"
                                        + " ended",
                                gone));
            }
        } catch (IOException e) {
            LOG.debug("Output of a command ended: {}", e.toString());
        } finally {
            closeStreams();
            client.close();
        }
    }

    private void refuse(WebSocketClient client, StatusException failure) {
        LOG.debug("A command was not started: {}", failure.getMessage());
        closeStreams();
        try {
            sendStatus(client, failure);
        } catch (IOException e) {
            LOG.debug("The client of a command has gone: {}", e.toString());
        } finally {
            client.close();
        }
    }

    private static void sendStatus(WebSocketClient client, StatusException failure)
            throws IOException {
        byte[] status = failure.toStatus().toString().getBytes(StandardCharsets.UTF_8);
        client.send(Channel.ERROR.message(ByteBuffer.wrap(status)));
    }

    private void closeStreams() {
        CommandStreams opened = streams;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                LOG.debug("Closing the runtime's connection: {}", e.toString());
            }
        }
    }
}
