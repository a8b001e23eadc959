package dev.purser.server.proxy;

import dev.purser.wire.http.Answer;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.Query;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Passes a request on and its answer back. Thread-safe.
///
/// What the client proves itself with stays here: a pod must not learn the token of whoever looks
/// at it.
final class HttpForwarding {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
    private static final int BUFFER_BYTES = 16 * 1024;

    /// Headers about one connection (RFC 9110, 7.6.1), and those that the client sets by itself.
    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private final Supplier<HttpClient> client;

    private HttpForwarding(Supplier<HttpClient> client) {
        this.client = client;
    }

    /// To whoever listens there.
    static HttpForwarding plain() {
        HttpClient client = builder().build();
        return new HttpForwarding(() -> client);
    }

    /// To servers that TLS must prove to be of this cluster.
    ///
    /// @param tls asked for once, with the first request
    static HttpForwarding secure(Supplier<SSLContext> tls) {
        return new HttpForwarding(new Once(() -> builder().sslContext(tls.get()).build()));
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT);
    }

    /// @param target where to
    /// @param path what the client asks for, beginning with a slash
    Answer forward(ApiRequest request, ProxyTarget target, String path) {
        if (path.equals("/") && isForOneSlashMore(request)) {
            return slashed(request);
        }
        try {
            HttpResponse<InputStream> response =
                    client.get()
                            .send(outgoing(request, target, path), BodyHandlers.ofInputStream());
            InputStream body = response.body();
            return new Answer(
                    response.statusCode(),
                    headers(response),
                    new Answer.Streamed(out -> copy(body, out), () -> close(body)));
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            String why = e.getMessage() == null ? "the connection broke off" : e.getMessage();
            throw ProxyTargets.unavailable("error trying to reach service: " + why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProxyTargets.unavailable("error trying to reach service: interrupted");
        }
    }

    /// Links of a page are relative to the slash at the end of its address, so readers are sent
    /// there.
    private static boolean isForOneSlashMore(ApiRequest request) {
        String method = request.method();
        return request.path().endsWith("/proxy")
                && (method.equals("GET") || method.equals("HEAD"))
                && request.headers().first("Upgrade").isEmpty();
    }

    private static Answer slashed(ApiRequest request) {
        String query = query(request.query());
        return Answer.empty(301)
                .with("Location", request.path() + "/" + (query.isEmpty() ? "" : "?" + query));
    }

    private static HttpRequest outgoing(ApiRequest request, ProxyTarget to, String path)
            throws URISyntaxException {
        URI plain = new URI(to.scheme(), to.authority(), path, null, null);
        String query = query(request.query());
        URI target = query.isEmpty() ? plain : URI.create(plain + "?" + query);
        byte[] body = request.body().readAll();
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(target)
                        .method(
                                request.method(),
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        for (String name : request.headers().names()) {
            if (isPassedOn(name)) {
                request.headers().all(name).forEach(value -> builder.header(name, value));
            }
        }
        return builder.header("X-Forwarded-Uri", request.path())
                .header("X-Forwarded-Host", request.headers().first("Host"))
                .header("X-Forwarded-Proto", "https")
                .build();
    }

    private static boolean isPassedOn(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return !OF_THE_CONNECTION.contains(name)
                && !name.equals("authorization")
                && !name.startsWith("impersonate-")
                && !name.startsWith("x-remote-")
                && !name.startsWith("x-forwarded-")
                && !name.startsWith(":");
    }

    private static String query(Query query) {
        List<String> pairs = new ArrayList<>();
        for (String name : query.names()) {
            for (String value : query.all(name)) {
                pairs.add(encode(name) + "=" + encode(value));
            }
        }
        return String.join("&", pairs);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<Map.Entry<String, String>> headers(HttpResponse<InputStream> response) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        response.headers()
                .map()
                .forEach((name, values) -> {
                    if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> headers.add(Map.entry(name, value)));
                    }
                });
        return headers;
    }

    private static void copy(InputStream body, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (body) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // The pod's end of the connection is gone, which is what was wanted.
        }
    }

    /// Makes the client when it is needed.
    private static final class Once implements Supplier<HttpClient> {
        private final Supplier<HttpClient> maker;
        private @Nullable HttpClient made;

        Once(Supplier<HttpClient> maker) {
            this.maker = maker;
        }

        @Override
        public synchronized HttpClient get() {
            HttpClient client = made;
            if (client == null) {
                client = maker.get();
                made = client;
            }
            return client;
        }
    }
}
