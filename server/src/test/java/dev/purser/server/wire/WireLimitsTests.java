package dev.purser.server.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.wire.http.Answer;
import dev.purser.wire.http.WireLimits;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.tls.TlsSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Slow, idle and too many clients, over real sockets, with limits of fractions of a second.
class WireLimitsTests {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final int MANY = 1000;

    /// An empty, masked ping of a WebSocket.
    private static final byte[] PING = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};

    @TempDir private Path directory;
    private WireServer server;

    /// The answer is the path; `/stream` and `/large` never end, `/stuck` never begins.
    private final CompletableFuture<Exception> broken = new CompletableFuture<>();

    private final CountDownLatch end = new CountDownLatch(1);

    private Answer answer(ApiRequest request) {
        return switch (request.path()) {
            case "/api/v1/watch/stream" ->
                    Answer.streamed("text/plain", new Answer.Streamed(this::flood, () -> {}));
            case "/api/v1/watch/late" ->
                    Answer.streamed("text/plain", new Answer.Streamed(this::tellLate, () -> {}));
            case "/large" -> Answer.written(200, "text/plain", this::flood);
            case "/stuck" -> {
                await();
                yield Answer.text(200, "late");
            }
            case "/body" -> Answer.text(200, "read " + request.body().readAll().length);
            default -> Answer.text(200, request.path());
        };
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellLate(OutputStream out) throws IOException {
        await();
        out.write("late".getBytes(US_ASCII));
        out.flush();
    }

    private void flood(OutputStream out) throws IOException {
        byte[] piece = new byte[64 * 1024];
        try {
            while (true) {
                out.write(piece);
                out.flush();
            }
        } catch (IOException e) {
            broken.complete(e);
            throw e;
        }
    }

    private WireServer start(WireLimits limits) throws IOException {
        server = new WireServer(directory, limits, TlsSettings.defaults(), this::answer);
        return server;
    }

    private static WireLimits limits(Duration request, Duration header, Duration idle) {
        return new WireLimits(request, header, idle, SHORT, MANY, MANY, MANY);
    }

    @AfterEach
    void stop() throws IOException {
        end.countDown();
        server.close();
    }

    /// Everything until the server closes; a reset is an end, too.
    private static String readAll(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.write(next);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return all.toString(US_ASCII);
        }
        return all.toString(US_ASCII);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String get(Socket socket, String path) throws IOException {
        send(socket, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(path));
        return readAll(socket);
    }

    @Test
    void whoSaysNothingIsClosed() throws IOException {
        start(limits(LONG, SHORT, LONG));
        try (Socket socket = server.plain()) {
            assertThat(readAll(socket)).isEmpty();
        }
    }

    /// What a client sends on an upgraded connection are no headers, however long it takes.
    @Test
    void anUpgradedConnectionIsNoRequestThatIsSentSlowly() throws Exception {
        start(limits(LONG, SHORT, SHORT));
        try (Socket socket = server.secure("http/1.1")) {
            send(
                    socket,
                    """
                    GET /api/v1/watch/late HTTP/1.1\r
                    Host: x\r
                    Connection: Upgrade\r
                    Upgrade: websocket\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r
                    \r
                    """);
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < SHORT.toNanos() * 5) {
                socket.getOutputStream().write(PING);
                Thread.sleep(SHORT.toMillis() / 10);
            }
            end.countDown();
            assertThat(readAll(socket)).startsWith("HTTP/1.1 101").contains("late");
        }
    }

    @Test
    void aHandshakeThatStopsIsClosed() throws IOException {
        start(limits(LONG, SHORT, LONG));
        try (Socket socket = server.plain()) {
            socket.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x01, 0x00, 0x01, 0x00});
            assertThat(readAll(socket)).isEmpty();
        }
    }

    @Test
    void aConnectionThatAsksNothingAfterItsHandshakeIsClosed() throws Exception {
        start(limits(LONG, SHORT, LONG));
        try (SSLSocket socket = server.secure("http/1.1")) {
            assertThat(readAll(socket)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void headersThatTrickleAreNotWaitedFor(boolean second) throws Exception {
        start(limits(LONG, SHORT, LONG));
        try (SSLSocket socket = server.secure("http/1.1")) {
            if (second) {
                send(socket, "GET /first HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            send(socket, "GET / HTTP/1.1\r\nHost: x\r\n");
            assertThatThrownBy(
                            () -> {
                                for (int line = 0; line < 400; line++) {
                                    send(socket, "X-%d: y\r\n".formatted(line));
                                    end.await(25, TimeUnit.MILLISECONDS);
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aConnectionOnWhichNothingIsAskedAnyMoreIsClosed() throws Exception {
        start(limits(LONG, LONG, SHORT));
        try (SSLSocket socket = server.secure("http/1.1")) {
            send(socket, "GET /first HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(readAll(socket)).contains("/first");
        }
    }

    @Test
    void aBodyThatDoesNotComeEndsTheRequest() throws Exception {
        start(limits(SHORT, LONG, LONG));
        try (SSLSocket socket = server.secure("http/1.1")) {
            send(socket, "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12");
            assertThat(readAll(socket)).startsWith("HTTP/1.1 504 ");
        }
    }

    @Test
    void whatTakesTooLongIsAnsweredWithATimeout() throws Exception {
        start(limits(SHORT, LONG, LONG));
        try (SSLSocket socket = server.secure("http/1.1")) {
            assertThat(get(socket, "/stuck"))
                    .startsWith("HTTP/1.1 504 ")
                    .contains(
                            "\"message\":\"Timeout: request did not complete within the allotted"
                                    + " timeout\",\"reason\":\"Timeout\",\"details\":{},"
                                    + "\"code\":504}");
        }
    }

    @Test
    void theClientMayAskForLessTime() throws Exception {
        start(limits(LONG, LONG, LONG));
        try (SSLSocket socket = server.secure("http/1.1")) {
            assertThat(get(socket, "/stuck?timeout=300ms")).startsWith("HTTP/1.1 504 ");
        }
    }

    @Test
    void whoDoesNotReadALargeAnswerIsCutOff() throws Exception {
        start(limits(SHORT, LONG, LONG));
        try (SSLSocket socket = server.secure("http/1.1")) {
            send(socket, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(broken.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoDoesNotReadAStreamIsCutOff() throws Exception {
        start(limits(LONG, LONG, LONG));
        try (SSLSocket socket = server.secure("http/1.1")) {
            send(socket, "GET /api/v1/watch/stream HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(broken.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoDoesNotReadAStreamOfSeveralIsCutOffFromThatOne() throws Exception {
        start(limits(LONG, LONG, LONG));
        try (SSLSocket socket = server.secure("h2")) {
            Http2Frames frames = new Http2Frames(socket);
            frames.begin();
            frames.get(1, "/api/v1/watch/stream");
            assertThat(broken.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            frames.get(3, "/other");
            assertThat(frames.readUntil(Http2Frames.HEADERS, 3)).isTrue();
        }
    }

    @Test
    void aFloodOfConnectionsDrivesOutItselfAlone() throws Exception {
        start(new WireLimits(LONG, LONG, LONG, LONG, 40, 10, MANY));
        List<Socket> flood = new ArrayList<>();
        try (SSLSocket old = server.secure("http/1.1")) {
            send(old, "GET /first HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(old.getInputStream().read()).isEqualTo('H');
            for (int number = 0; number < 200; number++) {
                flood.add(server.plain());
            }
            try (SSLSocket fresh = server.secure("http/1.1")) {
                assertThat(get(fresh, "/fresh")).contains("/fresh");
            }
            assertThat(get(old, "/again")).contains("/again");
            assertThat(readAll(flood.getFirst())).isEmpty();
        } finally {
            for (Socket each : flood) {
                each.close();
            }
        }
    }

    @Test
    void ofTooManyThatHaveAskedTheQuietestGoes() throws Exception {
        start(new WireLimits(LONG, LONG, LONG, LONG, 3, 3, MANY));
        List<SSLSocket> sockets = new ArrayList<>();
        try {
            for (int number = 0; number < 4; number++) {
                SSLSocket socket = server.secure("http/1.1");
                sockets.add(socket);
                send(socket, "GET /%d HTTP/1.1\r\nHost: x\r\n\r\n".formatted(number));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            assertThat(readAll(sockets.getFirst())).contains("/0");
            assertThat(get(sockets.getLast(), "/last")).contains("/last");
        } finally {
            for (Socket each : sockets) {
                each.close();
            }
        }
    }

    @Test
    void plainHttpIsToldWhatIsWrong() throws IOException {
        start(limits(LONG, LONG, LONG));
        try (Socket socket = server.plain()) {
            assertThat(get(socket, "/"))
                    .isEqualTo(
                            "HTTP/1.0 400 Bad Request\r\n\r\n"
                                    + "Client sent an HTTP request to an HTTPS server.\n");
        }
    }

    @Test
    void headersHaveALimit() throws Exception {
        start(limits(LONG, LONG, LONG));
        try (SSLSocket socket = server.secure("http/1.1")) {
            send(socket, "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(70_000) + "\r\n\r\n");
            assertThat(readAll(socket)).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void streamsThatAreResetAsSoonAsTheyBeginEndTheConnection() throws Exception {
        start(limits(LONG, LONG, LONG));
        try (SSLSocket socket = server.secure("h2")) {
            Http2Frames frames = new Http2Frames(socket);
            frames.begin();
            try {
                for (int stream = 1; stream < 20_000; stream += 2) {
                    frames.get(stream, "/");
                    frames.reset(stream);
                }
            } catch (IOException closed) {
                assertThat(closed).isNotNull();
            }
            assertThat(frames.isGone()).isTrue();
        }
    }

    @Test
    void headersInEndlessPiecesEndTheConnection() throws Exception {
        start(limits(LONG, LONG, LONG));
        try (SSLSocket socket = server.secure("h2")) {
            Http2Frames frames = new Http2Frames(socket);
            frames.begin();
            try {
                frames.endlessHeaders(1, 20_000);
            } catch (IOException closed) {
                assertThat(closed).isNotNull();
            }
            assertThat(frames.isGone()).isTrue();
        }
    }
}
