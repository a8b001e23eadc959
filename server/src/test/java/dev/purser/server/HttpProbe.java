package dev.purser.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks to a [TestingApiServer] as its administrator.
final class HttpProbe implements AutoCloseable {
    private final HttpClient client;
    private final URI server;

    HttpProbe(TestingApiServer server) {
        this(server, HttpClient.Version.HTTP_2);
    }

    HttpProbe(TestingApiServer server, HttpClient.Version version) {
        this.server = server.uri();
        this.client =
                HttpClient.newBuilder()
                        .version(version)
                        .sslContext(trusting(server.pki().authority()))
                        .connectTimeout(Duration.ofSeconds(10))
                        .build();
    }

    private static SSLContext trusting(X509Certificate authority) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// An answer with its body as text.
    record Reply(int status, HttpResponse<String> response) {
        JsonNode json() {
            return JsonMapper.shared().readTree(response.body());
        }

        String text() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Reply get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Reply post(String path, String body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply put(String path, String body) {
        return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply patch(String path, String type, String body) {
        return send(
                request(path, "Content-Type", type)
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply patch(String path, String type, byte[] body) {
        return send(
                request(path, "Content-Type", type)
                        .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Reply delete(String path) {
        return send(request(path).DELETE());
    }

    /// Any request; no body is an empty one.
    Reply send(String method, String path, byte[] body, String... headers) {
        return send(
                request(path, headers)
                        .method(
                                method,
                                body.length == 0
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /// Opens a stream and gives its lines as they come.
    BufferedReader stream(String path, String... headers) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(
                        request(path, headers).GET().build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /// The text messages of a WebSocket, as they come.
    record Messages(BlockingQueue<String> queue, WebSocket socket) implements AutoCloseable {
        String next() throws InterruptedException {
            return String.valueOf(queue.poll(20, TimeUnit.SECONDS));
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    Messages messages(String path) {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        WebSocket.Listener listener =
                new WebSocket.Listener() {
                    private final StringBuilder part = new StringBuilder();

                    @Override
                    public @Nullable CompletionStage<?> onText(
                            WebSocket socket, CharSequence data, boolean last) {
                        part.append(data);
                        if (last) {
                            messages.add(part.toString());
                            part.setLength(0);
                        }
                        socket.request(1);
                        return null;
                    }
                };
        WebSocket socket =
                client.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + TestingApiServer.ADMIN_TOKEN)
                        .buildAsync(
                                URI.create(server.toString().replace("https", "wss") + path),
                                listener)
                        .join();
        return new Messages(messages, socket);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + TestingApiServer.ADMIN_TOKEN);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
