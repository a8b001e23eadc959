package dev.purser.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.purser.server.meter.Counter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class WebhookTests {
    private static final Duration LONG = Duration.ofHours(1);

    private final AuditMetrics metrics = new AuditMetrics();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<JsonNode> received = new ConcurrentLinkedQueue<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Queue<String> tokens = new ConcurrentLinkedQueue<>();

    @TempDir private Path directory;
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/audit", this::take);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        Integer planned = answers.poll();
        int answer = planned == null ? 200 : planned;
        if (answer == 200) {
            received.add(JsonMapper.shared().readTree(body));
        }
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
        asked.countDown();
    }

    private WebhookBackend webhook(Duration pause) throws Exception {
        Path kubeconfig = directory.resolve("webhook.yaml");
        Files.writeString(
                kubeconfig,
                """
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d/audit"}}]
                users: [{name: u, user: {token: secret-token}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """
                        .formatted(server.getAddress().getPort()));
        return new WebhookBackend(
                WebhookFile.open(kubeconfig),
                new WebhookBackend.Retries(pause, new Random(1)),
                metrics);
    }

    private long errors() {
        return metrics.counters().all().stream()
                .filter(counter -> counter.name().equals("apiserver_audit_error_total"))
                .flatMap(counter -> counter.samples().stream())
                .mapToLong(Counter.Sample::value)
                .sum();
    }

    @Test
    void eventsArriveAsAList() throws Exception {
        try (BufferedBackend buffer =
                new BufferedBackend(
                        webhook(LONG), new BufferedBackend.Batching(100, 2, LONG), metrics)) {
            for (String id : List.of("1", "2", "3")) {
                assertThat(buffer.process(BackendTests.event(id))).isTrue();
            }
        }

        // What waits when the buffer is closed goes at once, so a list may hold fewer than it
        // could.
        assertThat(received).allMatch(list -> list.path("items").size() <= 2);
        JsonNode first = received.peek();
        assertThat(first.path("kind").asString()).isEqualTo("EventList");
        assertThat(first.path("apiVersion").asString()).isEqualTo("audit.k8s.io/v1");
        assertThat(received)
                .flatExtracting(list -> list.path("items").valueStream().toList())
                .extracting(event -> event.path("auditID").asString())
                .containsExactly("1", "2", "3");
        assertThat(tokens).containsOnly("Bearer secret-token");
        assertThat(errors()).isZero();
    }

    @Test
    void troubleIsWaitedOut() throws Exception {
        answers.addAll(List.of(500, 429, 503));
        try (WebhookBackend webhook = webhook(Duration.ofMillis(1))) {
            assertThat(webhook.process(BackendTests.event("1"))).isTrue();
        }

        assertThat(received).hasSize(1);
        assertThat(errors()).isZero();
    }

    @Test
    void whoeverRefusesIsNotAskedAgain() throws Exception {
        answers.add(400);
        try (WebhookBackend webhook = webhook(LONG)) {
            assertThat(webhook.process(BackendTests.event("1"))).isFalse();
        }

        assertThat(received).isEmpty();
        assertThat(errors()).isEqualTo(1);
    }

    @Test
    void whoeverIsNotThereIsGivenUpInTheEnd() throws Exception {
        try (WebhookBackend webhook = webhook(Duration.ofMillis(1))) {
            server.stop(0);

            assertThat(webhook.process(BackendTests.event("1"))).isFalse();
        }
        assertThat(errors()).isEqualTo(1);
    }

    @Test
    void closingWaitsForNoPauseAndStillSends() throws Exception {
        answers.add(503);
        BufferedBackend buffer =
                new BufferedBackend(
                        webhook(LONG), new BufferedBackend.Batching(100, 1, LONG), metrics);
        assertThat(buffer.process(BackendTests.event("1"))).isTrue();
        assertThat(buffer.process(BackendTests.event("2"))).isTrue();
        asked.await();
        buffer.close();

        assertThat(received)
                .flatExtracting(list -> list.path("items").valueStream().toList())
                .extracting(event -> event.path("auditID").asString())
                .containsExactly("1", "2");
        assertThat(errors()).isZero();
    }

    @Test
    void aFileThatMakesNoSenseIsRefused() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.yaml"), "{}");
        Path none = directory.resolve("none.yaml");

        assertThatThrownBy(() -> WebhookFile.open(empty))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith("initializing audit webhook: " + empty);
        assertThatThrownBy(() -> WebhookFile.open(none))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith("initializing audit webhook: cannot read " + none);
    }
}
