package dev.purser.client.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.ListOptions;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Servers that are slow or lavish.
class RemoteLimitsTests {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final byte[] BLANKS = " ".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private RemoteApi api;

    private interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        api = patient(Duration.ofMinutes(1));
    }

    private RemoteApi patient(Duration answer) {
        return new RemoteApi(
                new Connection(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                        "",
                        Credential.anonymous()),
                new RemoteLimits(Duration.ofSeconds(30), answer, 1024 * 1024));
    }

    @AfterEach
    void stop() {
        end.countDown();
        api.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(Answer answer) {
        var _ =
                server.createContext(
                        "/",
                        exchange -> {
                            try {
                                send(exchange, answer);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    private static void send(HttpExchange exchange, Answer answer)
            throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            answer.write(out);
        }
    }

    private void assertUnavailable(String why) {
        assertThatThrownBy(() -> api.list(PODS, "", ListOptions.all()))
                .isInstanceOf(ApiUnavailableException.class)
                .hasMessageContaining(why);
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUp() {
        api.close();
        api = patient(Duration.ofMillis(500));
        serve(out -> {
            out.write('{');
            out.flush();
            end.await();
        });

        assertUnavailable("takes too long");
    }

    @Test
    void anAnswerThatIsTooLargeIsGivenUp() {
        serve(out -> {
            while (end.getCount() > 0) {
                out.write(BLANKS);
            }
        });

        assertUnavailable("capacity");
    }

    @Test
    void anEventThatIsTooLargeEndsTheWatch() throws InterruptedException {
        serve(out -> {
            while (end.getCount() > 0) {
                out.write(BLANKS);
            }
        });

        try (Watch watch = api.watch(PODS, "", WatchOptions.after("1"))) {
            assertThat(watch.next(Duration.ofSeconds(10))).isEmpty();
            assertThat(watch.isClosed()).isTrue();
        }
    }

    @Test
    void aWatchOutlivesTheLimitOfAnswers() throws InterruptedException {
        api.close();
        api = patient(Duration.ofMillis(500));
        serve(out -> {
            String line = "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"%s\"}}}%n";
            for (int i = 0; i < 40; i++) {
                out.write(line.formatted("x".repeat(40_000)).getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            end.await();
        });

        try (Watch watch = api.watch(PODS, "", WatchOptions.after("1"))) {
            for (int i = 0; i < 40; i++) {
                assertThat(watch.next(Duration.ofSeconds(10))).isPresent();
            }
            assertThat(watch.next(Duration.ofSeconds(1))).isEmpty();
            assertThat(watch.isClosed()).isFalse();
        }
    }
}
