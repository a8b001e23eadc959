package dev.purser.external.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.purser.client.remote.RemoteLimits;
import dev.purser.client.time.SystemTimers;
import dev.purser.external.provider.ChangeSource;
import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// What answers at an address is not always a Kubernetes, and not always well.
class RemoteServersTests {
    private static final String CANARY = "canary-91c2";
    private static final RemoteLimits LIMITS =
            new RemoteLimits(Duration.ofSeconds(1), Duration.ofSeconds(2), 1024 * 1024);
    private static final String STATUS =
            """
            {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d,
             "reason": "%s", "message": "%s", "details": %s}
            """;

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SystemTimers timers = new SystemTimers(Clock.systemUTC());
    private HttpServer server;

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
        timers.close();
    }

    private void serve(Handler handler) {
        var _ =
                server.createContext(
                        "/",
                        exchange -> {
                            try {
                                handler.handle(exchange);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    private void answer(int code, String body) {
        serve(exchange -> send(exchange, code, body));
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private SecretsClient open() throws ProviderException {
        return open("http", server.getAddress());
    }

    private SecretsClient open(String scheme, SocketAddress address) throws ProviderException {
        String provider =
                """
                {"server": {"url": "%s://127.0.0.1:%d"}, "remoteNamespace": "far",
                 "auth": {"token": {"bearerToken": {"name": "t", "key": "token"}}}}
                """
                        .formatted(scheme, ((InetSocketAddress) address).getPort());
        return new KubernetesProvider(
                        new OwnCluster(() -> URI.create("https://none"), ""),
                        LIMITS,
                        timers,
                        new Random(1))
                .open(
                        new StoreConfig(
                                "team",
                                "store",
                                JsonMapper.shared().readTree(provider),
                                new FixedCredentials().withSecret("t", "token", CANARY)));
    }

    private static ProviderException refusal(SecretsClient client) {
        ProviderException refusal =
                catchThrowableOfType(
                        ProviderException.class, () -> client.secret(RemoteKey.of("a")));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).doesNotContain(CANARY);
        return refusal;
    }

    private void assertRefused(Kind kind) throws ProviderException {
        try (SecretsClient client = open()) {
            ProviderException refusal = refusal(client);
            assertThat(refusal.kind()).as("%s", refusal.getMessage()).isEqualTo(kind);
        }
    }

    /// A key that is not found may cost a Secret its life: only a Kubernetes that means this very
    /// Secret can say so.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    404, NotFound, secrets `a` not found, {"name":"a"|"kind":"secrets"}, NOT_FOUND
                    404, NotFound, the server could not find the requested resource, {}, UNAVAILABLE
                    404, NotFound, secrets `b` not found, {"name":"b"|"kind":"secrets"}, UNAVAILABLE
                    404, NotFound, canary-91c2, {"name":"a"|"kind":"pods"}, UNAVAILABLE
                    401, Unauthorized, canary-91c2, {}, UNAUTHENTICATED
                    403, Forbidden, secrets is forbidden: User X cannot, {}, DENIED
                    403, Forbidden, canary-91c2, {}, DENIED
                    429, TooManyRequests, canary-91c2, {"retryAfterSeconds":7}, THROTTLED
                    500, InternalError, canary-91c2, {}, UNAVAILABLE
                    503, ServiceUnavailable, canary-91c2, {}, UNAVAILABLE
                    400, BadRequest, canary-91c2, {}, UNAVAILABLE
                    410, Expired, canary-91c2, {}, UNAVAILABLE
                    """)
    void aRefusalIsPutInPlainWords(
            int code, String reason, String message, String details, Kind kind) throws Exception {
        answer(code, STATUS.formatted(code, reason, message, details.replace('|', ',')));

        assertRefused(kind);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    404, <html>canary-91c2</html>, UNAVAILABLE
                    404, {"errors":["canary-91c2"]}, UNAVAILABLE
                    403, canary-91c2, DENIED
                    403, secrets is forbidden: no, DENIED
                    302, canary-91c2, UNAVAILABLE
                    200, canary-91c2, UNAVAILABLE
                    200, {}, UNAVAILABLE
                    200, [], UNAVAILABLE
                    200, {"kind":"Pod"|"metadata":{"name":"a"}}, UNAVAILABLE
                    200, {"kind":"Secret"|"data":{"a":"canary-91c2!"}}, UNAVAILABLE
                    200, {"kind":"Secret"|"data":{"a":{"b":1}}}, UNAVAILABLE
                    204, ``, UNAVAILABLE
                    """)
    void whatIsNoKubernetesIsUnavailableAndNotShown(int code, String body, Kind kind)
            throws Exception {
        answer(code, body.replace('|', ','));

        assertRefused(kind);
    }

    @Test
    void aPauseThatIsAskedForIsPassedOnWithinReason() throws Exception {
        AtomicReference<String> details = new AtomicReference<>("{\"retryAfterSeconds\":7}");
        serve(exchange ->
                send(
                        exchange,
                        429,
                        STATUS.formatted(429, "TooManyRequests", "slow", details.get())));
        try (SecretsClient client = open()) {
            assertThat(refusal(client).retryAfter()).contains(Duration.ofSeconds(7));
            details.set("{\"retryAfterSeconds\":1000000}");
            assertThat(refusal(client).retryAfter()).contains(Duration.ofMinutes(5));
        }
    }

    @Test
    void nobodyAtTheAddressIsUnavailable() throws Exception {
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SecretsClient client = open("https", taken.getLocalSocketAddress())) {
                ProviderException refusal = refusal(client);
                assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(refusal.getMessage()).endsWith("cannot be connected to");
            }
        }
    }

    @Test
    void aNameThatIsNoneIsUnavailable() throws Exception {
        String provider =
                """
                {"server": {"url": "https://no-such-host.invalid"},
                 "auth": {"token": {"bearerToken": {"name": "t", "key": "token"}}}}
                """;
        try (SecretsClient client =
                new KubernetesProvider(
                                new OwnCluster(() -> URI.create("https://none"), ""),
                                LIMITS,
                                timers,
                                new Random(1))
                        .open(
                                new StoreConfig(
                                        "team",
                                        "store",
                                        JsonMapper.shared().readTree(provider),
                                        new FixedCredentials().withSecret("t", "token", CANARY)))) {
            ProviderException refusal = refusal(client);
            assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(refusal.getMessage()).contains("no-such-host.invalid");
        }
    }

    @Test
    void silenceIsUnavailableInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SecretsClient client = open("https", silent.getLocalSocketAddress())) {
            long begun = System.nanoTime();

            assertThat(refusal(client).kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void anAnswerWithoutAnEndIsUnavailableInTime() throws Exception {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            end.await();
        });

        assertRefused(Kind.UNAVAILABLE);
    }

    @Test
    void anInterruptionEndsACall() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        serve(exchange -> {
            asked.countDown();
            end.await();
        });
        AtomicReference<Throwable> ended = new AtomicReference<>();
        try (SecretsClient client = open()) {
            Thread reader =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    var _ = client.secret(RemoteKey.of("a"));
                                } catch (ProviderException | InterruptedException e) {
                                    ended.set(e);
                                }
                            });
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            reader.interrupt();
            assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aSearchHasItsLimit() throws Exception {
        String value = "x".repeat(700 * 1024);
        serve(exchange ->
                send(
                        exchange,
                        200,
                        """
                        {"kind": "SecretList", "apiVersion": "v1",
                         "metadata": {"continue": "more"},
                         "items": [{"metadata": {"name": "s%d"}, "data": {"a": "%s"}}]}
                        """
                                .formatted(System.nanoTime(), value)));
        try (SecretsClient client = open()) {
            assertThatThrownBy(() ->
                            client.find(new FindQuery("", Optional.of(name -> true), Map.of())))
                    .isInstanceOfSatisfying(
                            ProviderException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.BAD_VALUE));
        }
    }

    @Test
    void keysAndTagsThatKubernetesCannotHaveAreNotAskedFor() throws Exception {
        answer(500, "");
        try (SecretsClient client = open()) {
            for (String key : List.of("", "..", "a/b", "A", "a b", "a?watch=1")) {
                assertThatThrownBy(() -> client.secret(RemoteKey.of(key)))
                        .isInstanceOfSatisfying(
                                ProviderException.class,
                                e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
            }
            for (Map<String, String> tags :
                    List.of(Map.of("a", "b,c!=d"), Map.of("a in (b)", "c"))) {
                assertThatThrownBy(() -> client.find(new FindQuery("", Optional.empty(), tags)))
                        .isInstanceOfSatisfying(
                                ProviderException.class,
                                e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
            }
        }
    }

    /// Whoever cannot watch at first is told that anything may have changed once it can.
    @Test
    void aWatchThatBeginsLateTellsOfEverything() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        CountDownLatch allowed = new CountDownLatch(1);
        serve(exchange -> {
            refused.countDown();
            if (allowed.getCount() > 0) {
                send(exchange, 403, STATUS.formatted(403, "Forbidden", "no", "{}"));
            } else if (exchange.getRequestURI().getQuery().contains("watch")) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
                end.await();
            } else {
                send(
                        exchange,
                        200,
                        "{\"kind\":\"SecretList\",\"metadata\":{\"resourceVersion\":\"7\"}}");
            }
        });
        BlockingQueue<ChangeSource.Change> told = new LinkedBlockingQueue<>();
        try (SecretsClient client = open();
                ChangeSource.Subscription _ = ((ChangeSource) client).subscribe(told::add)) {
            assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(told).isEmpty();
            allowed.countDown();

            assertThat(told.poll(20, TimeUnit.SECONDS))
                    .isInstanceOf(ChangeSource.Change.Anything.class);
        }
    }
}
