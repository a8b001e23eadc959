package dev.purser.wire.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RemoteCommandTests {
    private static final String V5 = "v5.channel.k8s.io";
    private static final String V4 = "v4.channel.k8s.io";
    private static final String OUTPUT = "stdout=true&stderr=true";
    private static final String SUCCESS = "{\"metadata\":{},\"status\":\"Success\"}";

    private FakeRuntime runtime;
    private StreamServer server;
    private WebSocketSession client;

    private WebSocketSession connect(
            String query, FakeRuntime.Behaviour behaviour, String... protocols) throws Exception {
        runtime = new FakeRuntime(behaviour);
        server = StreamServer.plain(runtime.uri());
        client = WebSocketSession.open(server.webSocket(query), protocols);
        return client;
    }

    @AfterEach
    void close() throws Exception {
        if (client != null) {
            client.close();
        }
        server.close();
        if (runtime != null) {
            runtime.close();
        }
    }

    /// Ends a session as containerd does: the status, and then every stream is reset.
    private static void finish(FakeRuntime.Session session, List<String> streams) throws Exception {
        session.send("error", SUCCESS);
        for (String stream : streams) {
            session.reset(stream);
        }
        session.goAway();
    }

    @Nested
    class Streams {
        @Test
        void outputAndStatusComeOnTheirChannels() throws Exception {
            connect(
                    OUTPUT,
                    session -> {
                        List<String> streams = session.upgrade().streams(3);
                        session.noise();
                        session.send("stdout", "out");
                        session.send("stderr", "err");
                        session.end("stdout");
                        session.end("stderr");
                        finish(session, streams);
                    },
                    V5);
            assertThat(client.awaitClose()).isEqualTo(1000);
            assertThat(client.text(1)).isEqualTo("out");
            assertThat(client.text(2)).isEqualTo("err");
            assertThat(client.text(3)).isEqualTo(SUCCESS);
            runtime.awaitOutcome();
        }

        @Test
        void theRuntimeIsAskedForVersionFourOfItsProtocol() throws Exception {
            connect(
                    OUTPUT,
                    session -> {
                        assertThat(session.requestHead())
                                .contains(
                                        "POST /exec/token HTTP/1.1",
                                        "Connection: Upgrade",
                                        "Upgrade: SPDY/3.1",
                                        "X-Stream-Protocol-Version: v4.channel.k8s.io");
                        finish(session, session.upgrade().streams(3));
                    },
                    V5);
            client.awaitClose();
            runtime.awaitOutcome();
        }

        @Test
        void theErrorStreamIsOpenedFirst() throws Exception {
            connect(
                    "stdin=true&" + OUTPUT,
                    session -> {
                        List<String> streams = session.upgrade().streams(4);
                        assertThat(streams).containsExactly("error", "stdin", "stdout", "stderr");
                        finish(session, streams);
                    },
                    V5);
            client.awaitClose();
            runtime.awaitOutcome();
        }

        @Test
        void aTerminalHasNoStderrAndItsSizeIsPassedOn() throws Exception {
            String size = "{\"Width\":101,\"Height\":33}\n";
            connect(
                    "stdin=true&stdout=true&tty=true&stderr=true",
                    session -> {
                        List<String> streams = session.upgrade().streams(4);
                        assertThat(streams).containsExactly("error", "stdin", "stdout", "resize");
                        FakeRuntime.Frame frame = session.next();
                        assertThat(frame.what()).isEqualTo("resize");
                        assertThat(frame.content()).asString().isEqualTo(size);
                        finish(session, streams);
                    },
                    V5);
            client.send(4, size);
            client.awaitClose();
            runtime.awaitOutcome();
        }

        @Test
        void theBestProtocolIsChosen() throws Exception {
            connect(OUTPUT, session -> finish(session, session.upgrade().streams(3)), V4, V5);
            assertThat(client.subprotocol()).isEqualTo(V5);
        }
    }

    @Nested
    class Input {
        @Test
        void endsWhenTheClientSaysSo() throws Exception {
            byte[] input = new byte[200_000];
            Arrays.fill(input, (byte) 'x');
            connect(
                    "stdin=true&" + OUTPUT,
                    session -> {
                        List<String> streams = session.upgrade().streams(4);
                        int length = session.readToEnd("stdin").length;
                        session.send("stdout", Integer.toString(length));
                        finish(session, streams);
                    },
                    V5);
            for (int from = 0; from < input.length; from += 32_000) {
                int to = Math.min(from + 32_000, input.length);
                client.send(0, Arrays.copyOfRange(input, from, to));
            }
            client.endInput();
            client.awaitClose();
            assertThat(client.text(1)).isEqualTo("200000");
        }

        @Test
        void ofOneLargeMessageIsPassedOnWhole() throws Exception {
            byte[] input = new byte[1 << 20];
            new Random(1).nextBytes(input);
            connect(
                    "stdin=true&" + OUTPUT,
                    session -> {
                        List<String> streams = session.upgrade().streams(4);
                        assertThat(session.readToEnd("stdin")).isEqualTo(input);
                        finish(session, streams);
                    },
                    V5);
            client.send(0, input).endInput().awaitClose();
            runtime.awaitOutcome();
        }

        @Test
        void inFragmentsBelongsToTheChannelOfTheFirst() throws Exception {
            connect(
                    "stdin=true&" + OUTPUT,
                    session -> {
                        List<String> streams = session.upgrade().streams(4);
                        session.send("stdout", session.readToEnd("stdin"));
                        finish(session, streams);
                    },
                    V5);
            client.raw().sendBinary(ByteBuffer.wrap(new byte[] {0, 'a'}), false).join();
            client.raw().sendBinary(ByteBuffer.wrap(new byte[] {'b'}), false).join();
            client.raw().sendBinary(ByteBuffer.wrap(new byte[] {3, 'c'}), true).join();
            client.endInput().awaitClose();
            assertThat(client.text(1)).isEqualTo("ab\3c");
        }

        @Test
        void isDroppedAfterItsEndAndOnUnknownChannels() throws Exception {
            connect(
                    "stdin=true&" + OUTPUT,
                    session -> {
                        List<String> streams = session.upgrade().streams(4);
                        session.send("stdout", session.readToEnd("stdin"));
                        session.ping(2);
                        assertThat(session.next().what()).isEqualTo("control 6");
                        finish(session, streams);
                    },
                    V5);
            client.send(7, "unknown").send(1, "output").send(0, "input").endInput();
            client.send(0, "late").endInput();
            client.awaitClose();
            runtime.awaitOutcome();
            assertThat(client.text(1)).isEqualTo("input");
        }

        @Test
        void doesNotEndInVersionFour() throws Exception {
            connect(
                    "stdin=true&" + OUTPUT,
                    session -> {
                        List<String> streams = session.upgrade().streams(4);
                        FakeRuntime.Frame first = session.next();
                        FakeRuntime.Frame second = session.next();
                        assertThat(List.of(first.last(), second.last())).containsOnly(false);
                        session.send("stdout", second.content());
                        finish(session, streams);
                    },
                    V4);
            client.send(0, "first").endInput().send(0, "second");
            client.awaitClose();
            assertThat(client.text(1)).isEqualTo("second");
        }

        @Test
        void thatTheCommandDoesNotReadHoldsNoOutputUp() throws Exception {
            CompletableFuture<Void> stuck = new CompletableFuture<>();
            connect(
                    "stdin=true&" + OUTPUT,
                    session -> {
                        List<String> streams = session.upgrade().streams(4);
                        stuck.join();
                        // Nobody reads this session's input; the ping cannot be answered either.
                        session.ping(2);
                        session.send("stdout", "output");
                        finish(session, streams);
                    },
                    V5);
            Thread.ofVirtual()
                    .start(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            client.send(0, new byte[100_000]);
                        }
                    });
            // The flood has filled all buffers when sending stops to make progress; a second is
            // plenty, and if it is not, the test merely asks for less.
            stuck.completeOnTimeout(null, 1, TimeUnit.SECONDS);
            client.awaitClose();
            assertThat(client.text(1)).isEqualTo("output");
            assertThat(client.text(3)).isEqualTo(SUCCESS);
        }
    }

    @Nested
    class Output {
        @Test
        void ofAnySizeArrivesWholeAndInOrder() throws Exception {
            byte[] output = new byte[8 << 20];
            new Random(2).nextBytes(output);
            connect(
                    OUTPUT,
                    session -> {
                        List<String> streams = session.upgrade().streams(3);
                        session.send("stdout", Arrays.copyOf(output, 5 << 20));
                        for (int from = 5 << 20; from < output.length; from += 1 << 16) {
                            session.send(
                                    "stdout", Arrays.copyOfRange(output, from, from + (1 << 16)));
                        }
                        finish(session, streams);
                    },
                    V5);
            assertThat(client.awaitClose()).isEqualTo(1000);
            assertThat(client.bytes(1)).isEqualTo(output);
        }

        @Test
        void isNotHeldInMemoryForAClientThatDoesNotRead() throws Exception {
            long tooMuch = 200L << 20;
            AtomicLong sent = new AtomicLong();
            runtime =
                    new FakeRuntime(session -> {
                        session.upgrade().streams(3);
                        byte[] chunk = new byte[1 << 16];
                        while (sent.get() < tooMuch) {
                            session.send("stdout", chunk);
                            sent.addAndGet(chunk.length);
                        }
                    });
            server = StreamServer.plain(runtime.uri());
            client = WebSocketSession.openWithoutReading(server.webSocket(OUTPUT), V5);
            long before = -1;
            while (sent.get() != before && !runtime.isDone()) {
                before = sent.get();
                Thread.sleep(300);
            }
            assertThat(sent.get()).isPositive().isLessThan(tooMuch);
        }

        @Test
        void pingsOfTheRuntimeAreAnswered() throws Exception {
            connect(
                    OUTPUT,
                    session -> {
                        List<String> streams = session.upgrade().streams(3);
                        session.ping(42);
                        FakeRuntime.Frame pong = session.next();
                        assertThat(pong.what()).isEqualTo("control 6");
                        assertThat(pong.content()).containsExactly(0, 0, 0, 42);
                        finish(session, streams);
                    },
                    V5);
            client.awaitClose();
            runtime.awaitOutcome();
        }
    }

    @Nested
    class Failures {
        @Test
        void aRuntimeThatGoesAwayIsReported() throws Exception {
            connect(
                    OUTPUT,
                    session -> {
                        session.upgrade().streams(3);
                        session.send("stdout", "some");
                    },
                    V5);
            assertThat(client.awaitClose()).isEqualTo(1000);
            assertThat(client.text(1)).isEqualTo("some");
            assertThat(client.text(3))
                    .contains("\"status\":\"Failure\"")
                    .contains("\"reason\":\"InternalError\"")
                    .contains("the container runtime ended the connection");
        }

        @Test
        void aRefusalIsReported() throws Exception {
            connect(
                    OUTPUT,
                    session ->
                            session.answer(
                                    "HTTP/1.1 404 Not Found\r\nContent-Length: 10\r\n\r\nno"
                                            + " request"),
                    V5);
            client.awaitClose();
            assertThat(client.text(3)).contains("Internal error occurred: no request");
        }

        @Test
        void aRuntimeThatDoesNotListenIsReported() throws Exception {
            try (ServerSocket unused = new ServerSocket(0)) {
                URI nobody = URI.create("http://127.0.0.1:" + unused.getLocalPort() + "/x");
                unused.close();
                server = StreamServer.plain(nobody);
                client = WebSocketSession.open(server.webSocket(OUTPUT), V5);
                client.awaitClose();
                assertThat(client.text(3)).contains("error dialing backend: ");
            }
        }

        @Test
        void theRuntimeHearsOfAClientThatHasGone() throws Exception {
            CompletableFuture<Void> started = new CompletableFuture<>();
            connect(
                    "stdin=true&" + OUTPUT,
                    session -> {
                        session.upgrade().streams(4);
                        started.complete(null);
                        session.awaitEnd();
                    },
                    V5);
            started.join();
            client.raw().abort();
            runtime.awaitOutcome();
        }

        @Test
        void theRuntimeHearsOfAClientThatCloses() throws Exception {
            CompletableFuture<Void> started = new CompletableFuture<>();
            connect(
                    "stdin=true&" + OUTPUT,
                    session -> {
                        session.upgrade().streams(4);
                        started.complete(null);
                        session.awaitEnd();
                    },
                    V5);
            started.join();
            client.raw().sendClose(1000, "bye").join();
            runtime.awaitOutcome();
            assertThat(new String(client.bytes(3), StandardCharsets.UTF_8)).isEmpty();
        }
    }
}
