package dev.purser.external.provider.vault;

import dev.purser.client.time.Timers;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// The HTTP client that the library sends by: with the store's headers, a limit of time and size
/// for the whole of an answer, one step from a standby to the active server, and an exception of
/// one kind for all that is no success. Thread-safe.
final class VaultTransport extends HttpClient {
    private static final int ANSWER_MAX = 32 * 1024 * 1024;
    private static final Duration BEHIND_PAUSE = Duration.ofMillis(100);
    private static final int BEHIND_TRIES = 4;

    /// A server of a cluster has not heard yet of what was just written, such as the token.
    private static final int BEHIND = 412;

    private final HttpClient http;
    private final Map<String, String> headers;
    private final Duration answerMax;
    private final Timers timers;

    /// @param http follows no redirects by itself; closed by the caller
    /// @param answerMax how long an answer may take as a whole
    VaultTransport(
            HttpClient http, Map<String, String> headers, Duration answerMax, Timers timers) {
        this.http = http;
        this.headers = Map.copyOf(headers);
        this.answerMax = answerMax;
        this.timers = timers;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpRequest prepared = prepared(request);
        HttpResponse<T> answer = activeServer(prepared, handler);
        for (int tries = 1; answer.statusCode() == BEHIND && tries < BEHIND_TRIES; tries++) {
            timers.sleep(BEHIND_PAUSE.multipliedBy(tries));
            answer = activeServer(prepared, handler);
        }
        if (answer.statusCode() >= 300) {
            throw new RefusalReader(timers).read(answer);
        }
        return answer;
    }

    private HttpRequest prepared(HttpRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request, (_, _) -> true);
        headers.forEach((name, value) -> {
            if (request.headers().firstValue(name).isEmpty()) {
                builder.setHeader(name, value);
            }
        });
        return builder.uri(ascii(request.uri())).build();
    }

    /// The library leaves letters as they are that a request cannot have.
    private static URI ascii(URI uri) {
        String text = uri.toString();
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    if (c < 0x80) {
                        ascii.append((char) c);
                    } else {
                        escape(Character.toString(c), ascii);
                    }
                });
        return URI.create(ascii.toString());
    }

    private static void escape(String letter, StringBuilder to) {
        for (byte b : letter.getBytes(StandardCharsets.UTF_8)) {
            to.append("%%%02X".formatted(b & 0xff));
        }
    }

    /// Asks once more where a standby says that the active server is.
    private <T> HttpResponse<T> activeServer(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpResponse<T> answer = exchange(request, handler);
        Optional<URI> active = redirection(request.uri(), answer);
        if (active.isEmpty()) {
            return answer;
        }
        return exchange(
                HttpRequest.newBuilder(request, (_, _) -> true).uri(active.get()).build(), handler);
    }

    /// Never from TLS to none.
    private static Optional<URI> redirection(URI from, HttpResponse<?> answer) {
        if (!List.of(301, 302, 307, 308).contains(answer.statusCode())) {
            return Optional.empty();
        }
        try {
            return answer.headers()
                    .firstValue("Location")
                    .map(from::resolve)
                    .filter(to ->
                            "https".equals(to.getScheme()) || "http".equals(from.getScheme()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer =
                http.sendAsync(request, BodyHandlers.limiting(handler, ANSWER_MAX));
        try {
            return answer.get(answerMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (TimeoutException _) {
            throw new HttpTimeoutException("no answer in time");
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler) {
        return http.sendAsync(prepared(request), handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
        return http.sendAsync(prepared(request), handler, pushes);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return http.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return http.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return http.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return http.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return http.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return http.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return http.authenticator();
    }

    @Override
    public Version version() {
        return http.version();
    }

    @Override
    public Optional<Executor> executor() {
        return http.executor();
    }
}
