package dev.purser.external.provider.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// Entra ID and a vault of a test, under their real names and with TLS: whoever goes by [#http]
/// finds them instead of Microsoft's.
final class AzureStandIn implements AutoCloseable {
    static final String AUTHORITY = "login.microsoftonline.com";

    /// Shown by all stand-ins, since keys take their time.
    private static final SSLContext TLS = newTls();

    /// The SDK remembers for good what a vault has challenged it to.
    private static final AtomicInteger VAULTS = new AtomicInteger();

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final TunnelProxy proxy;
    private final EntraStandIn entra = new EntraStandIn();
    private final String address =
            "https://quiet-%d.vault.azure.net".formatted(VAULTS.incrementAndGet());
    private final VaultStandIn vault = new VaultStandIn(entra, address);
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /// What is answered.
    record Answer(int status, String body, Map<String, String> headers) {
        static Answer of(int status, String body) {
            return new Answer(status, body, Map.of());
        }
    }

    AzureStandIn() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(TLS));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        proxy = new TunnelProxy(server.getAddress());
    }

    private static SSLContext newTls() {
        try {
            return TestCertificates.forHosts(AUTHORITY, "*.vault.azure.net", "*.stack.test").tls();
        } catch (Exception e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    EntraStandIn entra() {
        return entra;
    }

    /// The vault's address.
    String address() {
        return address;
    }

    VaultStandIn vault() {
        return vault;
    }

    /// Hosts that were asked for, in order and as often as connections were made.
    List<String> hosts() {
        return proxy.hosts();
    }

    /// Method, host and path of all requests.
    List<String> requests() {
        return List.copyOf(requests);
    }

    HttpClient.Builder http() {
        return HttpClient.newBuilder()
                .sslContext(TLS)
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(proxy.address()));
    }

    AzureProvider provider() {
        return new AzureProvider(
                new AzureSettings(
                        AzureSettings.Ambient.REFUSED, this::http, Duration.ofSeconds(20)));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = exchange.getRequestHeaders().getFirst("Host");
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + host + path);
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer =
                    host.startsWith("login.")
                            ? entra.answer(host, path, body)
                            : vault.answer(
                                    path,
                                    exchange.getRequestURI().getQuery(),
                                    exchange.getRequestHeaders().getFirst("Authorization"));
            send(exchange, answer);
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() throws Exception {
        proxy.close();
        server.stop(0);
        threads.close();
    }
}
