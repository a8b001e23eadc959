package dev.purser.wire.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.client.node.NodeStreams;
import dev.purser.wire.request.Query;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamProxyTests {
    private static URI nobody() throws Exception {
        try (ServerSocket unused = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + unused.getLocalPort() + "/exec/token");
        }
    }

    @Nested
    class Refusing {
        @Test
        void aRequestWithoutUpgrade() throws Exception {
            try (StreamServer server = StreamServer.plain(nobody());
                    HttpClient http = HttpClient.newHttpClient()) {
                HttpResponse<String> response =
                        http.send(
                                HttpRequest.newBuilder(
                                                URI.create("http://127.0.0.1:" + server.port()))
                                        .POST(HttpRequest.BodyPublishers.noBody())
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(response.headers().firstValue("Content-Type"))
                        .hasValue("application/json");
                assertThat(response.body())
                        .isEqualTo(
                                """
                                {"kind":"Status","apiVersion":"v1","metadata":{},\
                                "status":"Failure","message":"Upgrade request required",\
                                "reason":"BadRequest","code":400}\
                                """);
            }
        }

        @Test
        void unknownWebSocketProtocols() throws Exception {
            try (StreamServer server = StreamServer.plain(nobody())) {
                assertThatThrownBy(() -> WebSocketSession.open(server.webSocket(""), "v9.example"))
                        .cause()
                        .isInstanceOfSatisfying(
                                WebSocketHandshakeException.class,
                                e -> assertThat(e.getResponse().statusCode()).isEqualTo(400));
            }
        }

        @Test
        void aRuntimeThatDoesNotListen() throws Exception {
            try (StreamServer server = StreamServer.plain(nobody());
                    Socket client = new Socket("127.0.0.1", server.port())) {
                client.getOutputStream()
                        .write(
                                """
                                POST / HTTP/1.1\r
                                Host: a\r
                                Connection: Upgrade\r
                                Upgrade: SPDY/3.1\r
                                \r
                                """
                                        .getBytes(StandardCharsets.ISO_8859_1));
                assertThat(FakeRuntime.readLine(client.getInputStream()))
                        .isEqualTo("HTTP/1.1 500 Server Error");
            }
        }
    }

    @Nested
    class PortForwarding {
        /// Java's own client refuses the slash in the name of the protocol.
        private static final String REQUEST =
                """
                GET /portforward HTTP/1.1\r
                Host: 127.0.0.1\r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io\r
                \r
                """;

        /// A binary frame of a client whose mask of zeros changes nothing.
        private static byte[] frame(String content) {
            byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(6 + bytes.length)
                    .put((byte) 0x82)
                    .put((byte) (0x80 | bytes.length))
                    .putInt(0)
                    .put(bytes)
                    .array();
        }

        @Test
        void bytesInsideMessagesGoToTheRuntimeAsTheyAre() throws Exception {
            try (FakeRuntime runtime =
                            new FakeRuntime(session -> {
                                assertThat(session.requestHead())
                                        .contains(
                                                "X-Stream-Protocol-Version:"
                                                        + " portforward.k8s.io");
                                session.upgrade();
                                byte[] bytes = session.rawIn().readNBytes(6);
                                session.answer(new String(bytes, StandardCharsets.ISO_8859_1));
                            });
                    StreamServer server = StreamServer.plain(runtime.uri());
                    Socket client = new Socket("127.0.0.1", server.port())) {
                client.setSoTimeout(30_000);
                client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
                List<String> head = new ArrayList<>();
                do {
                    head.add(FakeRuntime.readLine(client.getInputStream()));
                } while (!head.getLast().isEmpty());
                assertThat(head).contains("Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io");
                client.getOutputStream().write(frame("abc"));
                client.getOutputStream().write(frame("def"));
                assertThat(client.getInputStream().readNBytes(8))
                        .asString(StandardCharsets.ISO_8859_1)
                        .isEqualTo("\u0082\6abcdef");
                runtime.awaitOutcome();
            }
        }
    }

    @Nested
    class Asking {
        @Test
        void aTerminalHasNoStderr() {
            assertThat(RequestedStreams.of(Query.parse("stdout=true&stderr=1&tty=false")))
                    .isEqualTo(new NodeStreams.Streams(false, true, true, false));
            assertThat(RequestedStreams.of(Query.parse("stdin=true&stdout=false&tty=0")))
                    .isEqualTo(new NodeStreams.Streams(true, false, false, false));
            assertThat(RequestedStreams.of(Query.parse("stdin=1&stdout=1&tty=1&stderr=true")))
                    .isEqualTo(new NodeStreams.Streams(true, true, false, true));
        }
    }
}
