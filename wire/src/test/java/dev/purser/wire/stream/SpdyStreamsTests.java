package dev.purser.wire.stream;

import static dev.purser.wire.stream.FakeCommand.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.client.node.CommandEnd;
import dev.purser.client.node.PodPorts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Commands and ports by SPDY.
@Timeout(60)
class SpdyStreamsTests {
    private StreamServer server;

    @AfterEach
    void close() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private SpdyClient command(FakeCommand command, String... versions) throws Exception {
        if (server != null) {
            server.close();
        }
        server = StreamServer.plain(command);
        return new SpdyClient(server.port(), versions);
    }

    @Test
    void aCommandHasItsStreams() throws Exception {
        byte[] input = new byte[5 << 20];
        new Random(3).nextBytes(input);
        FakeCommand echo =
                FakeCommand.of((self, output) -> {
                    output.stdout(ByteBuffer.wrap(self.awaitInput()));
                    output.stderr(bytes("err"));
                    return CommandEnd.exited(1, List.of("x"));
                });
        try (SpdyClient client = command(echo, "v4.channel.k8s.io", "v3.channel.k8s.io")) {
            assertThat(client.head).contains("X-Stream-Protocol-Version: v4.channel.k8s.io");
            int error = client.open("streamtype", "error");
            int stdin = client.open("streamtype", "stdin");
            int stdout = client.open("streamtype", "stdout");
            int stderr = client.open("streamtype", "stderr");
            int other = client.open("streamtype", "other");
            client.send(stdin, input, true);
            client.readUntilEnd(other, stdout, stderr, error);
            assertThat(client.accepted).containsExactly(error, stdin, stdout, stderr);
            assertThat(client.reset).containsExactly(other);
            assertThat(client.bytes(stdout)).isEqualTo(input);
            assertThat(client.text(stderr)).isEqualTo("err");
            assertThat(client.text(error)).contains("NonZeroExitCode");
        }
        assertThat(echo.awaitClosed()).isTrue();
    }

    @Test
    void oldVersionsReadTheEndAsText() throws Exception {
        for (String version : List.of("v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io")) {
            FakeCommand wrong = FakeCommand.of((_, _) -> CommandEnd.exited(1, List.of("x")));
            try (SpdyClient client = command(wrong, version)) {
                int error = client.open("streamtype", "error");
                for (String type : List.of("stdin", "stdout", "stderr")) {
                    client.open("streamtype", type);
                }
                client.readUntilEnd(error);
                assertThat(client.text(error)).endsWith("error executing command [x], exit code 1");
            }
        }
    }

    @Test
    void anUnknownVersionIsRefused() throws Exception {
        FakeCommand unused = FakeCommand.of((_, _) -> CommandEnd.success());
        try (SpdyClient client = command(unused, "v9.channel.k8s.io")) {
            assertThat(client.head.getFirst()).contains("400");
        }
    }

    @Test
    void aClientThatGoesIsNoticed() throws Exception {
        FakeCommand command =
                FakeCommand.of((self, _) -> {
                    self.awaitClosed();
                    throw new IOException("the client has gone");
                });
        try (SpdyClient client = command(command, "v4.channel.k8s.io")) {
            for (String type : List.of("error", "stdin", "stdout", "stderr")) {
                client.open("streamtype", type);
            }
        }
        assertThat(command.awaitClosed()).isTrue();
    }

    /// What is no SPDY ends its own connection and nothing else.
    @Test
    void nonsenseEndsItsConnectionAlone() throws Exception {
        FakeCommand command =
                FakeCommand.of((self, output) -> {
                    output.stdout(ByteBuffer.wrap(self.awaitInput()));
                    return CommandEnd.success();
                });
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (SpdyClient good = command(command, "v4.channel.k8s.io")) {
            int error = good.open("streamtype", "error");
            int stdin = good.open("streamtype", "stdin");
            int stdout = good.open("streamtype", "stdout");
            good.open("streamtype", "stderr");
            for (int i = 0; i < 100; i++) {
                try (SpdyClient bad = new SpdyClient(server.port(), "v4.channel.k8s.io")) {
                    byte[] noise = new byte[1 + random.nextInt(3000)];
                    random.nextBytes(noise);
                    int type = random.nextInt(12);
                    bad.raw(type == 0 ? random.nextInt() : 0x80030000 | type, 0, noise);
                    bad.socket.shutdownOutput();
                    while (bad.readFrame()) {
                        // Whatever it answers, it comes to an end.
                    }
                } catch (IOException e) {
                    assertThat(e).as("seed %s", seed).hasMessageNotContaining("timed out");
                }
            }
            good.send(stdin, "still here".getBytes(), true);
            good.readUntilEnd(stdout, error);
            assertThat(good.text(stdout)).isEqualTo("still here");
        }
    }

    private record Ports(InetSocketAddress target) implements PodPorts {
        @Override
        public List<Integer> requested() {
            return List.of();
        }

        @Override
        public SocketChannel connect(int port) throws IOException {
            if (port == 9) {
                throw new ConnectException("error forwarding port 9");
            }
            return SocketChannel.open(target);
        }
    }

    @Test
    void connectionsIntoAPodEndEachDirectionAlone() throws Exception {
        try (ServerSocketChannel pod =
                ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            Thread.ofVirtual().start(() -> countAll(pod));
            server = StreamServer.plain(new Ports((InetSocketAddress) pod.getLocalAddress()));
            try (SpdyClient client = new SpdyClient(server.port(), "portforward.k8s.io")) {
                int[] data = new int[20];
                int[] errors = new int[20];
                for (int i = 0; i < 20; i++) {
                    String id = Integer.toString(i);
                    errors[i] = client.open("streamtype", "error", "port", "80", "requestid", id);
                    data[i] = client.open("streamtype", "data", "port", "80", "requestid", id);
                }
                for (int i = 0; i < 20; i++) {
                    client.send(data[i], new byte[i * 50_000], true);
                }
                client.readUntilEnd(data);
                client.readUntilEnd(errors);
                for (int i = 0; i < 20; i++) {
                    assertThat(client.text(data[i])).isEqualTo("got " + i * 50_000);
                    assertThat(client.text(errors[i])).isEmpty();
                }
            }
        }
    }

    /// Answers once the other side has sent all.
    private static void countAll(ServerSocketChannel pod) {
        while (pod.isOpen()) {
            try {
                SocketChannel connection = pod.accept();
                Thread.ofVirtual().start(() -> count(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void count(SocketChannel connection) {
        try (connection) {
            ByteBuffer buffer = ByteBuffer.allocate(100_000);
            int sum = 0;
            for (int n = connection.read(buffer); n >= 0; n = connection.read(buffer.clear())) {
                sum += n;
            }
            connection.write(bytes("got " + sum));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPortWhereNothingAnswersSaysSoOnItsErrorStream() throws Exception {
        server = StreamServer.plain(new Ports(new InetSocketAddress(1)));
        try (SpdyClient client = new SpdyClient(server.port(), "portforward.k8s.io")) {
            int error = client.open("streamtype", "error", "port", "9");
            int data = client.open("streamtype", "data", "port", "9");
            int wrong = client.open("streamtype", "data", "port", "0");
            client.readUntilEnd(error, data, wrong);
            assertThat(client.text(error)).isEqualTo("error forwarding port 9");
            assertThat(client.reset).containsExactly(wrong);
        }
    }
}
