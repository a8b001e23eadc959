package dev.purser.wire.stream;

import dev.purser.client.node.PodPorts;
import dev.purser.wire.spdy.Link;
import dev.purser.wire.spdy.SpdyFrame;
import dev.purser.wire.spdy.SpdyReader;
import dev.purser.wire.spdy.SpdyWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Port forwarding of a client that speaks SPDY: for each connection it opens two streams, one for
/// the bytes and one for an error.
final class SpdyPorts implements Conversation {
    /// The subprotocol that the client asks for.
    static final String PROTOCOL = "portforward.k8s.io";

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /// How many streams may wait for their other half.
    private static final int HALVES_MAX = 1000;

    /// By how much the number of a data stream is larger than that of its error stream, in clients
    /// from before requests had identifiers.
    private static final int OLD_DISTANCE = 2;

    private final PodPorts ports;
    private final Map<String, Half> halves = new HashMap<>();
    private final Map<Integer, ForwardedPort> byDataStream = new ConcurrentHashMap<>();

    SpdyPorts(PodPorts ports) {
        this.ports = ports;
    }

    /// A stream whose other half has not been opened yet.
    private record Half(boolean isData, int stream, int port) {}

    @Override
    public void hold(Link link) throws IOException {
        link.allowSilence(SILENCE_MAX);
        try (SpdyWriter writer = new SpdyWriter(link);
                SpdyReader reader = new SpdyReader(link);
                Pulse pulse = new Pulse()) {
            pulse.start(writer::ping, () -> lost(link));
            listen(reader, writer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        } finally {
            lost(link);
        }
    }

    private void lost(Link link) {
        link.close();
        byDataStream.values().forEach(ForwardedPort::close);
    }

    private void listen(SpdyReader reader, SpdyWriter writer)
            throws IOException, InterruptedException {
        while (true) {
            switch (reader.read()) {
                case SpdyFrame.Opened opened -> open(writer, opened);
                case SpdyFrame.Data data -> take(data);
                case SpdyFrame.Reset reset -> reset(reset.stream());
                case SpdyFrame.Ping ping -> writer.answerPing(ping.id());
                case SpdyFrame.Gone _ -> {
                    return;
                }
            }
        }
    }

    private void open(SpdyWriter writer, SpdyFrame.Opened opened) throws IOException {
        Map<String, String> headers = opened.headers();
        String type = headers.getOrDefault("streamtype", "");
        boolean isData = type.equals("data");
        Optional<Integer> port = port(headers.getOrDefault("port", ""));
        if (port.isEmpty() || (!isData && !type.equals("error")) || halves.size() >= HALVES_MAX) {
            writer.reset(opened.stream());
            return;
        }
        writer.accept(opened.stream());
        int old = isData ? opened.stream() - OLD_DISTANCE : opened.stream();
        String id = headers.getOrDefault("requestid", Integer.toString(old));
        Half half = new Half(isData, opened.stream(), port.get());
        Half other = halves.remove(id);
        if (other == null) {
            halves.put(id, half);
        } else if (other.isData() == isData) {
            halves.put(id, other);
            writer.reset(opened.stream());
        } else {
            connect(writer, isData ? half : other, isData ? other.stream() : opened.stream());
        }
    }

    private static Optional<Integer> port(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        return Optional.of(Integer.valueOf(text)).filter(port -> port > 0 && port <= 65_535);
    }

    private void connect(SpdyWriter writer, Half data, int errorStream) {
        ForwardedPort forwarded =
                new ForwardedPort(
                        ports, data.port(), new Connection(writer, data.stream(), errorStream));
        byDataStream.put(data.stream(), forwarded);
        forwarded.start();
    }

    private void take(SpdyFrame.Data data) throws InterruptedException {
        ForwardedPort forwarded = byDataStream.get(data.stream());
        if (forwarded != null) {
            forwarded.send(data.content());
            if (data.ends()) {
                forwarded.end();
            }
        }
    }

    private void reset(int stream) {
        ForwardedPort forwarded = byDataStream.get(stream);
        if (forwarded != null) {
            forwarded.close();
        }
    }

    /// The two streams of one connection.
    private final class Connection implements ForwardedPort.Client {
        private final SpdyWriter writer;
        private final int dataStream;
        private final int errorStream;

        private Connection(SpdyWriter writer, int dataStream, int errorStream) {
            this.writer = writer;
            this.dataStream = dataStream;
            this.errorStream = errorStream;
        }

        @Override
        public void data(ByteBuffer content) throws IOException {
            writer.send(dataStream, content);
        }

        @Override
        public void dataEnded() throws IOException {
            writer.end(dataStream, NOTHING.duplicate());
        }

        @Override
        public void failed(String problem) throws IOException {
            byDataStream.remove(dataStream);
            writer.end(errorStream, ByteBuffer.wrap(problem.getBytes(StandardCharsets.UTF_8)));
            dataEnded();
        }

        @Override
        public void ended() throws IOException {
            byDataStream.remove(dataStream);
            writer.end(errorStream, NOTHING.duplicate());
        }

        @Override
        public void broken() throws IOException {
            byDataStream.remove(dataStream);
            writer.reset(dataStream);
            writer.reset(errorStream);
        }
    }
}
