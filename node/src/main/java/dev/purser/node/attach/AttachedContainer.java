package dev.purser.node.attach;

import dev.purser.api.status.StatusErrors;
import dev.purser.client.node.CommandEnd;
import dev.purser.client.node.CommandSession;
import dev.purser.client.node.NodeStreams.Streams;
import dev.purser.wire.spdy.SpdyFrame;
import dev.purser.wire.spdy.SpdyReader;
import dev.purser.wire.spdy.SpdyWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One attachment to a container, by the streaming server of the runtime.
///
/// The runtime may stop to read from the connection while the container reads no input; its output
/// comes nevertheless.
public final class AttachedContainer implements CommandSession {
    private static final Logger LOG = LoggerFactory.getLogger(AttachedContainer.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int REPORT_BYTES_MAX = 64 * 1024;

    private final URI target;
    private final Streams streams;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final ByteArrayOutputStream report = new ByteArrayOutputStream();
    private volatile @Nullable RuntimeConnection connection;
    private volatile @Nullable SpdyWriter writer;
    private volatile boolean inputEnded;
    private volatile boolean closed;

    /// @param target where the runtime waits for this attachment; valid once
    public AttachedContainer(URI target, Streams streams) {
        this.target = target;
        this.streams = streams;
    }

    @Override
    public Streams streams() {
        return streams;
    }

    @Override
    public CommandEnd run(Output output) throws IOException, InterruptedException {
        RuntimeConnection connected;
        try {
            connected = RuntimeConnection.connect(target, CONNECT_TIMEOUT);
        } catch (IOException e) {
            opened.countDown();
            return failed("error dialing backend: " + e.getMessage());
        }
        try (connected;
                SpdyReader reader = new SpdyReader(connected);
                SpdyWriter sending = new SpdyWriter(connected)) {
            connection = connected;
            if (closed) {
                throw new IOException("the client has gone");
            }
            for (AttachedStream stream : wanted()) {
                sending.open(stream.number(), Map.of("streamtype", stream.type()));
            }
            writer = sending;
            if (inputEnded) {
                endInput();
            }
            opened.countDown();
            return relay(reader, sending, output);
        } finally {
            opened.countDown();
            connected.close();
        }
    }

    private Set<AttachedStream> wanted() {
        Set<AttachedStream> wanted = EnumSet.of(AttachedStream.ERROR);
        if (streams.stdin()) {
            wanted.add(AttachedStream.STDIN);
        }
        if (streams.stdout()) {
            wanted.add(AttachedStream.STDOUT);
        }
        if (streams.stderr()) {
            wanted.add(AttachedStream.STDERR);
        }
        if (streams.tty()) {
            wanted.add(AttachedStream.RESIZE);
        }
        return wanted;
    }

    private CommandEnd relay(SpdyReader reader, SpdyWriter sending, Output output)
            throws IOException {
        Set<AttachedStream> open = wanted();
        open.removeAll(EnumSet.of(AttachedStream.STDIN, AttachedStream.RESIZE));
        while (!open.isEmpty()) {
            SpdyFrame frame;
            try {
                frame = reader.read();
            } catch (IOException e) {
                LOG.debug("The runtime broke an attachment off: {}", e.toString());
                break;
            }
            switch (frame) {
                case SpdyFrame.Data data -> {
                    take(data, output);
                    if (data.ends()) {
                        open.removeIf(stream -> stream.number() == data.stream());
                    }
                }
                case SpdyFrame.Reset reset ->
                        open.removeIf(stream -> stream.number() == reset.stream());
                case SpdyFrame.Ping ping -> sending.answerPing(ping.id());
                case SpdyFrame.Opened other -> sending.reset(other.stream());
                case SpdyFrame.Gone _ -> open.clear();
            }
        }
        return end();
    }

    private void take(SpdyFrame.Data data, Output output) throws IOException {
        if (!data.content().hasRemaining()) {
            return;
        }
        if (data.stream() == AttachedStream.STDOUT.number()) {
            output.stdout(data.content());
        } else if (data.stream() == AttachedStream.STDERR.number()) {
            output.stderr(data.content());
        } else if (data.stream() == AttachedStream.ERROR.number()
                && report.size() < REPORT_BYTES_MAX) {
            byte[] bytes = new byte[data.content().remaining()];
            data.content().get(bytes);
            report.writeBytes(bytes);
        }
    }

    private CommandEnd end() throws IOException {
        if (closed) {
            throw new IOException("the client has gone");
        }
        try {
            if (JsonMapper.shared().readTree(report.toString(StandardCharsets.UTF_8))
                    instanceof ObjectNode status) {
                return new CommandEnd(status);
            }
        } catch (JacksonException e) {
            LOG.debug("The runtime's report of an attachment cannot be read: {}", e.toString());
        }
        return failed("the container runtime ended the connection before the command ended");
    }

    private static CommandEnd failed(String why) {
        return CommandEnd.failed(StatusErrors.internal(why, new IOException(why)));
    }

    @Override
    public void input(ByteBuffer content) throws InterruptedException {
        if (content.hasRemaining()) {
            send(AttachedStream.STDIN, content);
        }
    }

    private void send(AttachedStream stream, ByteBuffer content) throws InterruptedException {
        opened.await();
        SpdyWriter sending = writer;
        if (sending != null && !closed && !inputEnded && wanted().contains(stream)) {
            try {
                sending.send(stream.number(), content);
            } catch (IOException e) {
                LOG.debug("Input of a container was lost: {}", e.toString());
            }
        }
    }

    @Override
    public void endInput() {
        inputEnded = true;
        SpdyWriter sending = writer;
        if (sending != null && streams.stdin()) {
            try {
                sending.end(AttachedStream.STDIN.number(), NOTHING.duplicate());
            } catch (IOException e) {
                LOG.debug("The end of a container's input was lost: {}", e.toString());
            }
        }
    }

    @Override
    public void resize(int width, int height) {
        String size = "{\"Width\":%d,\"Height\":%d}\n".formatted(width, height);
        try {
            resize(ByteBuffer.wrap(size.getBytes(StandardCharsets.US_ASCII)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resize(ByteBuffer size) throws InterruptedException {
        send(AttachedStream.RESIZE, size);
    }

    @Override
    public void close() {
        closed = true;
        RuntimeConnection connected = connection;
        if (connected != null) {
            // It wakes a writer, who holds what closing the writer waits for.
            connected.close();
        }
        opened.countDown();
    }
}
