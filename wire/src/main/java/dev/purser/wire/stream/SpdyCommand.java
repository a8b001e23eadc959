package dev.purser.wire.stream;

import dev.purser.client.node.CommandEnd;
import dev.purser.client.node.CommandSession;
import dev.purser.client.node.NodeStreams;
import dev.purser.wire.spdy.Link;
import dev.purser.wire.spdy.SpdyFrame;
import dev.purser.wire.spdy.SpdyReader;
import dev.purser.wire.spdy.SpdyWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One `exec` or `attach` of a client that speaks SPDY: it opens a stream for each channel, and the
/// command starts when all are there.
final class SpdyCommand implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(SpdyCommand.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final CommandSession session;
    private final SpdyVersion version;
    private final TerminalSizes sizes;
    private final Set<Channel> expected = EnumSet.of(Channel.ERROR);
    private final Map<Channel, Integer> streams = new EnumMap<>(Channel.class);
    private final Pulse pulse = new Pulse();
    private final CountDownLatch gone = new CountDownLatch(1);

    SpdyCommand(CommandSession session, SpdyVersion version) {
        this.session = session;
        this.version = version;
        this.sizes = new TerminalSizes(session);
        NodeStreams.Streams wanted = session.streams();
        expect(Channel.STDIN, wanted.stdin());
        expect(Channel.STDOUT, wanted.stdout());
        expect(Channel.STDERR, wanted.stderr());
        expect(Channel.RESIZE, wanted.tty() && version.hasSizes());
    }

    private void expect(Channel channel, boolean isWanted) {
        if (isWanted) {
            expected.add(channel);
        }
    }

    @Override
    public void hold(Link link) throws IOException {
        link.allowSilence(OPENING_MAX);
        try (SpdyWriter writer = new SpdyWriter(link);
                SpdyReader reader = new SpdyReader(link)) {
            listen(link, reader, writer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        } finally {
            pulse.close();
            gone.countDown();
            session.close();
            // Before the writer is closed: it wakes whoever still writes.
            link.close();
        }
    }

    private void listen(Link link, SpdyReader reader, SpdyWriter writer)
            throws IOException, InterruptedException {
        while (true) {
            switch (reader.read()) {
                case SpdyFrame.Opened opened -> open(link, writer, opened);
                case SpdyFrame.Data data -> take(data);
                case SpdyFrame.Reset reset -> end(reset.stream());
                case SpdyFrame.Ping ping -> writer.answerPing(ping.id());
                case SpdyFrame.Gone _ -> {
                    return;
                }
            }
        }
    }

    private void open(Link link, SpdyWriter writer, SpdyFrame.Opened opened) throws IOException {
        Optional<Channel> channel =
                Channel.of(opened.headers().getOrDefault("streamtype", ""))
                        .filter(expected::remove);
        if (channel.isEmpty()) {
            writer.reset(opened.stream());
            return;
        }
        streams.put(channel.get(), opened.stream());
        writer.accept(opened.stream());
        if (opened.ends()) {
            end(opened.stream());
        }
        if (expected.isEmpty()) {
            link.allowSilence(SILENCE_MAX);
            Map<Channel, Integer> all = Map.copyOf(streams);
            pulse.start(writer::ping, () -> lost(link));
            Thread.ofVirtual().name("command").start(() -> run(link, writer, all));
        }
    }

    private void take(SpdyFrame.Data data) throws IOException, InterruptedException {
        if (!expected.isEmpty()) {
            throw new IOException("a client sends before it has opened its streams");
        }
        Channel channel = channelOf(data.stream()).orElse(Channel.ERROR);
        if (channel == Channel.STDIN) {
            session.input(data.content());
        } else if (channel == Channel.RESIZE) {
            sizes.take(data.content());
        }
        if (data.ends()) {
            end(data.stream());
        }
    }

    private void end(int stream) {
        if (channelOf(stream).filter(channel -> channel == Channel.STDIN).isPresent()) {
            session.endInput();
        }
    }

    private Optional<Channel> channelOf(int stream) {
        return streams.entrySet().stream()
                .filter(entry -> entry.getValue() == stream)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void run(Link link, SpdyWriter writer, Map<Channel, Integer> all) {
        try {
            CommandEnd end = session.run(new Output(writer, all));
            for (Channel channel : new Channel[] {Channel.STDOUT, Channel.STDERR}) {
                Integer stream = all.get(channel);
                if (stream != null) {
                    writer.end(stream, NOTHING.duplicate());
                }
            }
            writer.end(errorStream(all), version.endText().of(end));
            link.allowSilence(FAREWELL_SILENCE_MAX);
            if (!gone.await(FAREWELL_MAX.toSeconds(), TimeUnit.SECONDS)) {
                LOG.debug("A client goes on talking after its command has ended");
            }
        } catch (IOException e) {
            LOG.debug("The client of a command has gone: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            link.close();
        }
    }

    /// The listening thread may be waiting for the command to read.
    private void lost(Link link) {
        session.close();
        link.close();
    }

    private static int errorStream(Map<Channel, Integer> all) {
        Integer stream = all.get(Channel.ERROR);
        if (stream == null) {
            throw new IllegalStateException("a command started without its error stream");
        }
        return stream;
    }

    private record Output(SpdyWriter writer, Map<Channel, Integer> streams)
            implements CommandSession.Output {
        @Override
        public void stdout(ByteBuffer content) throws IOException {
            send(Channel.STDOUT, content);
        }

        @Override
        public void stderr(ByteBuffer content) throws IOException {
            send(Channel.STDERR, content);
        }

        private void send(Channel channel, ByteBuffer content) throws IOException {
            Integer stream = streams.get(channel);
            if (stream != null) {
                writer.send(stream, content);
            }
        }
    }
}
