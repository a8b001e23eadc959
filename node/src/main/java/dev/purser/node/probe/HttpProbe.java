package dev.purser.node.probe;

import dev.purser.node.spec.ContainerSpec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/// Probes by HTTP GET: any answer from 200 to 399 is a success. Redirects within the same host are
/// followed; one that leads elsewhere is a success with a warning. Certificates are not checked,
/// and each attempt has a connection of its own, as in kubelet. Thread-safe.
///
/// The headers `Host` and `Connection` need the JVM's
/// `-Djdk.httpclient.allowRestrictedHeaders=host,connection`.
public final class HttpProbe {
    private static final int REDIRECTS_MAX = 10;
    private static final int BODY_MAX = 10 * 1024;

    /// What asks, as the `User-Agent` names it.
    public enum Asker {
        PROBE("kube-probe/1.37"),
        LIFECYCLE("kube-lifecycle/1.37");

        private final String userAgent;

        Asker(String userAgent) {
            this.userAgent = userAgent;
        }
    }

    private final HttpClient client;

    private HttpProbe(HttpClient client) {
        this.client = client;
    }

    public static HttpProbe create() {
        return new HttpProbe(
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .sslContext(UncheckedTls.context())
                        .build());
    }

    /// The request of an `httpGet` action.
    ///
    /// @param address of the pod
    /// @throws IllegalArgumentException when it makes no URL
    public static HttpRequest request(
            Asker asker, JsonNode action, ContainerSpec container, String address) {
        String scheme = action.path("scheme").asString("HTTP").toLowerCase(Locale.ROOT);
        String host = action.path("host").asString(address);
        String path = action.path("path").asString("/");
        String shownHost = host.contains(":") ? "[" + host + "]" : host;
        URI uri =
                URI.create(
                        "%s://%s:%d%s"
                                .formatted(
                                        scheme,
                                        shownHost,
                                        container.port(action.path("port")),
                                        path.startsWith("/") ? path : "/" + path));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("User-Agent", asker.userAgent)
                        .header("Accept", "*/*")
                        .header("Connection", "close");
        for (JsonNode header : action.path("httpHeaders")) {
            request.setHeader(header.path("name").asString(""), header.path("value").asString(""));
        }
        return request.build();
    }

    /// Sends the request and judges the answer.
    ///
    /// @param timeout of all that the probe does, redirects and bodies included
    public ProbeResult probe(HttpRequest request, Duration timeout) throws InterruptedException {
        try {
            return judge(follow(request, deadline(timeout)));
        } catch (IOException e) {
            return new ProbeResult.Failure(words(e, request.uri()));
        }
    }

    /// Sends the request of a lifecycle hook, for which any answer is good enough.
    ///
    /// @return what went wrong, when there was no answer
    public Optional<String> call(HttpRequest request, Duration timeout)
            throws InterruptedException {
        try {
            follow(request, deadline(timeout));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(words(e, request.uri()));
        }
    }

    private static long deadline(Duration timeout) {
        return System.nanoTime() + timeout.toNanos();
    }

    private static String words(IOException failure, URI uri) {
        return "Get \"%s\": %s".formatted(uri, reason(failure, uri));
    }

    private HttpResponse<String> follow(HttpRequest first, long deadline)
            throws IOException, InterruptedException {
        HttpResponse<String> response = send(first, deadline);
        for (int redirects = 1; isRedirect(response); redirects++) {
            Optional<URI> target = target(response);
            if (target.isEmpty()
                    || !String.valueOf(target.get().getHost())
                            .equalsIgnoreCase(first.uri().getHost())) {
                return response;
            }
            if (redirects >= REDIRECTS_MAX) {
                throw new IOException("stopped after " + REDIRECTS_MAX + " redirects");
            }
            response =
                    send(
                            HttpRequest.newBuilder(first, (_, _) -> true).uri(target.get()).build(),
                            deadline);
        }
        return response;
    }

    private HttpResponse<String> send(HttpRequest request, long deadline)
            throws IOException, InterruptedException {
        var answer = client.sendAsync(request, _ -> new BodyStart(BODY_MAX));
        try {
            return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure
                    ? failure
                    : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static boolean isRedirect(HttpResponse<String> response) {
        return switch (response.statusCode()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static Optional<URI> target(HttpResponse<String> response) throws IOException {
        try {
            return response.headers()
                    .firstValue("Location")
                    .filter(location -> !location.isEmpty())
                    .map(response.uri()::resolve);
        } catch (IllegalArgumentException e) {
            throw new IOException("failed to parse Location header: " + e.getMessage(), e);
        }
    }

    private static ProbeResult judge(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status < 200 || status >= 400) {
            return new ProbeResult.Failure("HTTP probe failed with statuscode: " + status);
        }
        return status < 300
                ? new ProbeResult.Success()
                : new ProbeResult.Warning(
                        "Probe terminated redirects, Response body: " + response.body());
    }

    /// The words of Go's HTTP client for the same trouble.
    private static String reason(IOException failure, URI uri) {
        String dial = "dial tcp %s:%d: ".formatted(uri.getHost(), uri.getPort());
        return switch (failure) {
            case HttpConnectTimeoutException _ ->
                    "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
            case HttpTimeoutException _ ->
                    "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
            case ConnectException connect when isUnreachable(connect) ->
                    dial + "connect: no route to host";
            case ConnectException _ -> dial + "connect: connection refused";
            case ClosedChannelException _ -> "EOF";
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }

    private static boolean isUnreachable(ConnectException failure) {
        return String.valueOf(failure.getMessage()).contains("No route to host");
    }
}
