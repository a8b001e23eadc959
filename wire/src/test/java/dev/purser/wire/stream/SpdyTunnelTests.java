package dev.purser.wire.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SpdyTunnelTests {
    private static final String REQUEST =
            "POST /exec?command=x HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
                    + "Upgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n"
                    + "X-Stream-Protocol-Version: v3.channel.k8s.io\r\nContent-Length: 0\r\n\r\n";

    /// A read of a socket hears no interrupt.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private FakeRuntime runtime;
    private StreamServer server;
    private Socket client;

    enum Security {
        PLAIN,
        TLS
    }

    private void connect(Security security, FakeRuntime.Behaviour behaviour) throws Exception {
        runtime = new FakeRuntime(behaviour);
        switch (security) {
            case PLAIN -> {
                server = StreamServer.plain(runtime.uri());
                client = new Socket("127.0.0.1", server.port());
            }
            case TLS -> {
                SSLContext context = StreamServer.newTls();
                server = StreamServer.tls(runtime.uri(), context);
                client = context.getSocketFactory().createSocket("127.0.0.1", server.port());
            }
        }
        client.setSoTimeout((int) PATIENCE.toMillis());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
        runtime.close();
    }

    private void send(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private List<String> answerHead() throws IOException {
        InputStream in = client.getInputStream();
        List<String> lines = new ArrayList<>();
        for (String line = FakeRuntime.readLine(in);
                !line.isEmpty();
                line = FakeRuntime.readLine(in)) {
            lines.add(line);
        }
        return lines;
    }

    private void openTunnel(String request) throws IOException {
        send(request);
        assertThat(answerHead()).contains("HTTP/1.1 101 Switching Protocols");
    }

    private static void echo(FakeRuntime.Session session, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            session.answer(Character.toString(session.rawIn().read()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theUpgradeIsPassedOnAndAnswered(Security security) throws Exception {
        connect(
                security,
                session -> {
                    assertThat(session.requestHead())
                            .contains(
                                    "Upgrade: SPDY/3.1",
                                    "X-Stream-Protocol-Version: v4.channel.k8s.io",
                                    "X-Stream-Protocol-Version: v3.channel.k8s.io");
                    session.upgrade().awaitEnd();
                });
        send(REQUEST);
        assertThat(answerHead())
                .contains(
                        "HTTP/1.1 101 Switching Protocols",
                        "Connection: Upgrade",
                        "Upgrade: SPDY/3.1",
                        "X-Stream-Protocol-Version: v4.channel.k8s.io");
        client.close();
        runtime.awaitOutcome();
    }

    @ParameterizedTest
    @EnumSource
    void bytesGoBothWays(Security security) throws Exception {
        connect(security, session -> echo(session.upgrade(), 9));
        openTunnel(REQUEST);
        send("ping");
        assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("ping");
        send("again");
        assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("again");
    }

    @ParameterizedTest
    @EnumSource
    void bytesRightBehindTheRequestAreNotLost(Security security) throws Exception {
        connect(security, session -> echo(session.upgrade(), 5));
        openTunnel(REQUEST + "early");
        assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("early");
    }

    @ParameterizedTest
    @EnumSource
    void muchDataArrivesWhole(Security security) throws Exception {
        byte[] data = new byte[8 << 20];
        new Random(3).nextBytes(data);
        connect(
                security,
                session -> {
                    byte[] received = session.upgrade().rawIn().readNBytes(data.length);
                    session.answer(new String(received, StandardCharsets.ISO_8859_1));
                });
        openTunnel(REQUEST);
        client.getOutputStream().write(data);
        assertThat(client.getInputStream().readNBytes(data.length)).isEqualTo(data);
    }

    @ParameterizedTest
    @EnumSource
    void theClientHearsOfARuntimeThatHasGone(Security security) throws Exception {
        connect(security, session -> session.upgrade().answer("last words"));
        openTunnel(REQUEST);
        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("last words");
    }

    @ParameterizedTest
    @EnumSource
    void theRuntimeHearsOfAClientThatHasGone(Security security) throws Exception {
        connect(security, session -> session.upgrade().awaitEnd());
        openTunnel(REQUEST);
        client.close();
        runtime.awaitOutcome();
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalIsPassedOn(Security security) throws Exception {
        connect(
                security,
                session ->
                        session.answer(
                                "HTTP/1.1 400 Bad Request\r\nContent-Type: text/x\r\n"
                                        + "Content-Length: 7\r\n\r\nno, no!"));
        send(REQUEST);
        assertThat(answerHead())
                .contains("HTTP/1.1 400 Bad Request", "Content-Type: text/x", "Content-Length: 7");
        assertThat(client.getInputStream().readNBytes(7)).asString().isEqualTo("no, no!");
    }
}
