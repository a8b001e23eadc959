package dev.purser.wire.stream;

import dev.purser.api.status.StatusErrors;
import dev.purser.client.node.NodeStreams;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The runtime's side of an `exec` or `attach`: one SPDY stream a channel. One thread calls
/// [#relay]; any thread may send input and close.
final class CommandStreams implements AutoCloseable {
    /// The version of the runtime's protocol that ends with a Status on the error stream.
    private static final String RUNTIME_PROTOCOL = "v4.channel.k8s.io";

    private final RuntimeConnection runtime;
    private final SpdyConnection spdy;
    private final Map<Channel, Integer> streams = new EnumMap<>(Channel.class);
    private final Set<Channel> endedInputs = ConcurrentHashMap.newKeySet();

    private CommandStreams(RuntimeConnection runtime) throws IOException {
        this.runtime = runtime;
        this.spdy = new SpdyConnection(runtime.in(), runtime.out());
    }

    /// Connects to the runtime and opens the streams, which starts the command.
    ///
    /// @throws dev.purser.api.status.StatusException if the runtime refuses
    static CommandStreams open(Dialer dialer, URI target, NodeStreams.Streams wanted)
            throws IOException {
        RuntimeConnection runtime =
                switch (RuntimeConnection.connect(dialer, target, List.of(RUNTIME_PROTOCOL))) {
                    case RuntimeConnection.Upgraded upgraded -> upgraded.connection();
                    case RuntimeConnection.Refused refused ->
                            throw StatusErrors.internal(
                                    refused.text(), new IOException("HTTP " + refused.status()));
                };
        boolean opened = false;
        try {
            CommandStreams streams = new CommandStreams(runtime);
            for (Channel channel : channels(wanted)) {
                Map<String, String> headers = Map.of("streamtype", channel.streamType());
                streams.streams.put(channel, streams.spdy.open(headers));
            }
            opened = true;
            return streams;
        } finally {
            if (!opened) {
                runtime.close();
            }
        }
    }

    /// The error stream comes first, as the runtime expects it of every client.
    private static List<Channel> channels(NodeStreams.Streams wanted) {
        Map<Channel, Boolean> all = new EnumMap<>(Channel.class);
        all.put(Channel.STDIN, wanted.stdin());
        all.put(Channel.STDOUT, wanted.stdout());
        all.put(Channel.STDERR, wanted.stderr());
        all.put(Channel.RESIZE, wanted.tty());
        List<Channel> channels = new ArrayList<>(List.of(Channel.ERROR));
        all.forEach((channel, isWanted) -> {
            if (isWanted) {
                channels.add(channel);
            }
        });
        return channels;
    }

    /// Sends what the client wrote to a channel. Dropped if the channel was not asked for, or has
    /// ended on either side.
    void send(Channel channel, ByteBuffer content) throws IOException {
        Integer stream = streams.get(channel);
        if (stream != null && content.hasRemaining() && !endedInputs.contains(channel)) {
            spdy.send(stream, content);
        }
    }

    /// Ends the client's side of a channel.
    void end(Channel channel) throws IOException {
        Integer stream = streams.get(channel);
        if (stream != null && channel.isInput() && endedInputs.add(channel)) {
            spdy.end(stream);
        }
    }

    /// Hands on what comes from the runtime until all output has ended.
    ///
    /// @return whether the runtime reported how the command ended
    boolean relay(Output output) throws IOException {
        Set<Channel> open = EnumSet.noneOf(Channel.class);
        streams.keySet().stream().filter(channel -> !channel.isInput()).forEach(open::add);
        boolean reported = false;
        while (!open.isEmpty()) {
            switch (spdy.read()) {
                case SpdyFrame.Data data -> {
                    Channel channel = channelOf(data.stream()).orElse(null);
                    if (channel != null && data.content().hasRemaining()) {
                        reported |= channel == Channel.ERROR;
                        output.message(channel, data.content());
                    }
                    if (data.ends()) {
                        ended(channel, open);
                    }
                }
                case SpdyFrame.Reset reset -> ended(channelOf(reset.stream()).orElse(null), open);
                case SpdyFrame.Gone _ -> open.clear();
            }
        }
        return reported;
    }

    @Override
    public void close() throws IOException {
        // The socket first: it wakes a writer, who holds what closing the other one waits for.
        runtime.close();
        spdy.close();
    }

    private void ended(@Nullable Channel channel, Set<Channel> open) {
        if (channel != null) {
            open.remove(channel);
            endedInputs.add(channel);
        }
    }

    private Optional<Channel> channelOf(int stream) {
        return streams.entrySet().stream()
                .filter(entry -> entry.getValue() == stream)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// Takes output, in order; blocks while the client is slow.
    interface Output {
        void message(Channel channel, ByteBuffer content) throws IOException;
    }
}
