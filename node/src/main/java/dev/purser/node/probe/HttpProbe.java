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
import tools.jackson.databind.JsonNode;

/// Probes by HTTP GET: any answer from 200 to 399 is a success. Certificates are not checked, as in
/// kubelet. Thread-safe.
public final class HttpProbe {
    private static final String USER_AGENT = "kube-probe/1.37";

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
    public static HttpRequest request(JsonNode action, ContainerSpec container, String address) {
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
                        .header("User-Agent", USER_AGENT)
                        .header("Accept", "*/*");
        for (JsonNode header : action.path("httpHeaders")) {
            String name = header.path("name").asString("");
            if (!name.equalsIgnoreCase("Host")) {
                request.setHeader(name, header.path("value").asString(""));
            }
        }
        return request.build();
    }

    /// Sends the request and judges the answer.
    public ProbeResult probe(HttpRequest request, Duration timeout) throws InterruptedException {
        HttpRequest limited =
                HttpRequest.newBuilder(request, (_, _) -> true).timeout(timeout).build();
        try {
            int status = client.send(limited, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 400
                    ? new ProbeResult.Success()
                    : new ProbeResult.Failure("HTTP probe failed with statuscode: " + status);
        } catch (IOException e) {
            return new ProbeResult.Failure(
                    "Get \"%s\": %s".formatted(request.uri(), reason(e, request.uri())));
        }
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
