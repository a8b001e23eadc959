package dev.purser.wire.stream;

import static dev.purser.wire.stream.FakeCommand.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.status.StatusErrors;
import dev.purser.client.node.CommandEnd;
import dev.purser.client.node.NodeStreams.Streams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `exec` and `attach` by WebSocket.
@Timeout(60)
class RemoteCommandTests {
    private static final String V5 = "v5.channel.k8s.io";
    private static final String V4 = "v4.channel.k8s.io";

    private StreamServer server;
    private WebSocketSession client;

    @AfterEach
    void close() throws Exception {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private void connect(FakeCommand command, String... protocols) throws Exception {
        server = StreamServer.plain(command);
        client = WebSocketSession.open(server.webSocket(""), protocols);
    }

    @Test
    void outputAndInputAndTheEndGoThrough() throws Exception {
        byte[] large = new byte[8 << 20];
        new Random(1).nextBytes(large);
        FakeCommand command =
                FakeCommand.of((self, output) -> {
                    output.stdout(ByteBuffer.wrap(self.awaitInput()));
                    output.stderr(bytes("err"));
                    return CommandEnd.exited(3, List.of("sh", "-c", "exit 3"));
                });
        connect(command, V5, V4);

        client.send(0, large).endInput();

        assertThat(client.awaitClose()).isEqualTo(1000);
        assertThat(client.subprotocol()).isEqualTo(V5);
        assertThat(client.bytes(1)).isEqualTo(large);
        assertThat(client.text(2)).isEqualTo("err");
        assertThat(client.text(3))
                .isEqualTo(
                        "{\"metadata\":{},\"status\":\"Failure\",\"message\":\"command terminated with"
                                + " non-zero exit code: error executing command [sh -c exit 3], exit"
                                + " code 3\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":"
                                + "[{\"reason\":\"ExitCode\",\"message\":\"3\"}]}}");
    }

    @Test
    void aFailureIsWrappedInVersionFiveAsByKubernetesOwnServer() throws Exception {
        FakeCommand failing =
                FakeCommand.of((_, _) ->
                        CommandEnd.failed(StatusErrors.internal("x", new IOException("x"))));
        connect(failing, V5);
        client.awaitClose();
        assertThat(client.text(3))
                .contains("\"Internal error occurred: Internal error occurred: x\"")
                .contains("\"code\":500");
    }

    @Test
    void olderVersionsReadTheEndAsText() throws Exception {
        connect(FakeCommand.of((_, _) -> CommandEnd.exited(2, List.of("false"))), "channel.k8s.io");
        client.awaitClose();
        assertThat(client.text(3))
                .isEqualTo(
                        "command terminated with non-zero exit code: error executing command"
                                + " [false], exit code 2");
    }

    @Test
    void aMessageInFragmentsBelongsToTheChannelOfTheFirst() throws Exception {
        connect(
                FakeCommand.of((self, output) -> {
                    output.stdout(ByteBuffer.wrap(self.awaitInput()));
                    return CommandEnd.success();
                }),
                V5);
        client.raw().sendBinary(ByteBuffer.wrap(new byte[] {0, 'a'}), false).join();
        client.raw().sendBinary(ByteBuffer.wrap(new byte[] {'b'}), false).join();
        client.raw().sendBinary(ByteBuffer.wrap(new byte[] {3, 'c'}), true).join();
        client.send(7, "unknown").send(1, "output").sendRaw(ByteBuffer.allocate(0)).endInput();
        client.awaitClose();
        assertThat(client.text(1)).isEqualTo("ab\3c");
        assertThat(client.text(3)).isEqualTo("{\"metadata\":{},\"status\":\"Success\"}");
    }

    @Test
    void versionFourCannotEndItsInput() throws Exception {
        FakeCommand command =
                FakeCommand.of((self, _) -> {
                    self.awaitClosed();
                    return CommandEnd.success();
                });
        connect(command, V4);
        client.send(0, "first").endInput().send(0, "second").raw().sendClose(1000, "");
        assertThat(command.awaitClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v4.base64.channel.k8s.io", "base64.channel.k8s.io"})
    void textIsBase64(String protocol) throws Exception {
        FakeCommand command =
                FakeCommand.of((self, output) -> {
                    while (self.sizes.isEmpty()) {
                        Thread.onSpinWait();
                    }
                    output.stdout(bytes("out\0"));
                    return CommandEnd.success();
                });
        server = StreamServer.plain(command);
        TextSession text = TextSession.open(server.webSocket(""), protocol);
        text.send("not base64!").send("");
        text.send(
                "4" + Base64.getEncoder().encodeToString("{\"Width\":9,\"Height\":7}".getBytes()));
        List<String> got = text.awaitAll();
        assertThat(got.getFirst()).isEqualTo("1");
        assertThat(got).contains("1" + Base64.getEncoder().encodeToString("out\0".getBytes()));
        assertThat(command.sizes).containsExactly("9x7");
    }

    @Test
    void inputThatIsNotReadHoldsNeitherOutputNorEndUp() throws Exception {
        AtomicInteger flood = new AtomicInteger();
        FakeCommand command =
                new FakeCommand(
                        new Streams(true, true, true, false),
                        false,
                        (_, output) -> {
                            // Once the flood stands still, all buffers are full.
                            int before = -1;
                            while (flood.get() != before) {
                                before = flood.get();
                                Thread.sleep(100);
                            }
                            output.stdout(bytes("output"));
                            return CommandEnd.exited(3, List.of("x"));
                        });
        connect(command, V5);
        Thread.ofVirtual()
                .start(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        client.send(0, new byte[100_000]);
                        flood.incrementAndGet();
                    }
                });
        assertThat(client.awaitClose()).isEqualTo(1000);
        assertThat(client.text(1)).isEqualTo("output");
        assertThat(client.text(3)).contains("\"message\":\"3\"");
    }

    @Test
    void outputIsNotHeldInMemoryForAClientThatDoesNotRead() throws Exception {
        long tooMuch = 200L << 20;
        AtomicLong sent = new AtomicLong();
        FakeCommand command =
                FakeCommand.of((_, output) -> {
                    byte[] chunk = new byte[1 << 16];
                    while (sent.get() < tooMuch) {
                        output.stdout(ByteBuffer.wrap(chunk));
                        sent.addAndGet(chunk.length);
                    }
                    return CommandEnd.success();
                });
        server = StreamServer.plain(command);
        client = WebSocketSession.openWithoutReading(server.webSocket(""), V5);
        long before = -1;
        while (sent.get() != before && !command.ended.isDone()) {
            before = sent.get();
            Thread.sleep(300);
        }
        assertThat(sent.get()).isPositive().isLessThan(tooMuch);
        client.raw().abort();
        assertThat(command.awaitClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theCommandHearsOfAClientThatHasGone(boolean politely) throws Exception {
        CompletableFuture<Void> started = new CompletableFuture<>();
        FakeCommand command =
                FakeCommand.of((self, _) -> {
                    started.complete(null);
                    self.awaitClosed();
                    throw new IOException("the client has gone");
                });
        connect(command, V5);
        started.join();
        if (politely) {
            client.raw().sendClose(1000, "bye").join();
        } else {
            client.raw().abort();
        }
        assertThat(command.awaitClosed()).isTrue();
    }

    @Test
    void terminalSizesMayComeInPieces() throws Exception {
        FakeCommand command =
                new FakeCommand(
                        new Streams(true, true, false, true),
                        true,
                        (self, _) -> {
                            self.awaitInput();
                            return CommandEnd.success();
                        });
        connect(command, V5);
        client.send(4, "{\"Width\":80,\"Hei").send(4, "ght\":24}\n{\"Width\":0,\"Height\":1}");
        client.send(4, "nonsense}")
                .send(4, new byte[5000])
                .send(4, "}")
                .send(4, "{\"Width\":5,\"Height\":6}");
        client.endInput().awaitClose();
        assertThat(command.sizes).isEqualTo(Arrays.asList("80x24", "5x6"));
    }
}
