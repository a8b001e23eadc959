package dev.purser.wire.stream;

import dev.purser.api.status.StatusErrors;
import dev.purser.client.node.CommandEnd;
import dev.purser.client.node.CommandSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One `exec` or `attach` of a WebSocket client.
///
/// Messages of the client are given to the command before the next one is taken, on Jetty's thread;
/// output is sent by the threads of the command.
public final class RemoteCommand implements Session.Listener.AutoDemanding {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteCommand.class);

    /// The number of the message that names a channel which ends.
    private static final int END_OF_CHANNEL = 255;

    private static final int NO_MESSAGE = -1;

    /// Base64 is read whole.
    private static final int TEXT_BYTES_MAX = 16 * 1024 * 1024;

    private final CommandSession command;
    private final ChannelProtocol protocol;
    private final TerminalSizes sizes;
    private final Pulse pulse = new Pulse();
    private final CountDownLatch gone = new CountDownLatch(1);
    private int messageNumber = NO_MESSAGE;

    RemoteCommand(CommandSession command, ChannelProtocol protocol) {
        this.command = command;
        this.protocol = protocol;
        this.sizes = new TerminalSizes(command);
    }

    @Override
    public void onWebSocketOpen(Session session) {
        session.setMaxTextMessageSize(TEXT_BYTES_MAX);
        WebSocketClient client = new WebSocketClient(session, protocol.form());
        pulse.start(client::ping, () -> lost(client));
        Thread.ofVirtual().name("command").start(() -> run(client));
    }

    private void run(WebSocketClient client) {
        try {
            // An empty message says that the session has begun.
            client.send(greeted().number(), ByteBuffer.allocate(0));
            CommandEnd end = command.run(new Output(client));
            ByteBuffer text = protocol.endText().of(translated(end));
            if (text.hasRemaining()) {
                client.send(Channel.ERROR.number(), text);
            }
            pulse.close();
            client.close();
            if (!gone.await(Conversation.FAREWELL_MAX.toSeconds(), TimeUnit.SECONDS)) {
                client.disconnect();
            }
        } catch (IOException e) {
            LOG.debug("The client of a command has gone: {}", e.toString());
            lost(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lost(client);
        }
    }

    /// In version 5 Kubernetes' server stands between the client and the runtime, and reports the
    /// runtime's failures as its own.
    private CommandEnd translated(CommandEnd end) {
        boolean failed = end.status().path("reason").asString("").equals("InternalError");
        return protocol == ChannelProtocol.V5 && failed
                ? CommandEnd.failed(
                        StatusErrors.internal(end.message(), new IOException(end.message())))
                : end;
    }

    /// The first channel of output.
    private Channel greeted() {
        if (command.streams().stdout()) {
            return Channel.STDOUT;
        }
        return command.streams().stderr() ? Channel.STDERR : Channel.ERROR;
    }

    private void lost(WebSocketClient client) {
        letGo();
        client.disconnect();
    }

    @Override
    public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
        take(payload);
        if (last) {
            messageNumber = NO_MESSAGE;
        }
        callback.succeed();
    }

    @Override
    public void onWebSocketText(String message) {
        switch (protocol.form()) {
            case BYTES -> {
                take(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
                messageNumber = NO_MESSAGE;
            }
            case BASE64 ->
                    MessageForm.read(message)
                            .ifPresent(read -> give(read.channel(), read.content()));
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("A client of a command failed: {}", cause.toString());
        letGo();
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        letGo();
        callback.succeed();
    }

    private void letGo() {
        pulse.close();
        gone.countDown();
        command.close();
    }

    /// A message comes in one piece or several; its number is the first byte of all.
    private void take(ByteBuffer payload) {
        if (messageNumber == NO_MESSAGE && payload.hasRemaining()) {
            messageNumber = Byte.toUnsignedInt(payload.get());
        }
        if (messageNumber == END_OF_CHANNEL && protocol.endsChannels()) {
            while (payload.hasRemaining()) {
                if (Byte.toUnsignedInt(payload.get()) == Channel.STDIN.number()) {
                    command.endInput();
                }
            }
            return;
        }
        give(messageNumber, payload);
    }

    private void give(int number, ByteBuffer content) {
        Optional<Channel> channel = Channel.of(number);
        if (channel.isEmpty()) {
            return;
        }
        switch (channel.get()) {
            case STDIN -> {
                try {
                    command.input(content);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            case RESIZE -> sizes.take(content);
            case STDOUT, STDERR, ERROR -> LOG.debug("A client wrote to a channel of output");
        }
    }

    private record Output(WebSocketClient client) implements CommandSession.Output {
        @Override
        public void stdout(ByteBuffer content) throws IOException {
            client.send(Channel.STDOUT.number(), content);
        }

        @Override
        public void stderr(ByteBuffer content) throws IOException {
            client.send(Channel.STDERR.number(), content);
        }
    }
}
