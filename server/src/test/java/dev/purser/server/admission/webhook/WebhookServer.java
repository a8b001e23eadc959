package dev.purser.server.admission.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServerTls;
import dev.purser.wire.tls.TlsSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A real webhook over HTTPS, whose answers a test decides by path.
final class WebhookServer implements AutoCloseable {
    private final HttpsServer server;
    private final String authority;
    private final Map<String, UnaryOperator<ObjectNode>> answers = new ConcurrentHashMap<>();
    private final List<ObjectNode> reviews = new CopyOnWriteArrayList<>();

    WebhookServer(ClusterPki pki) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(
                        ServerTls.context(pki, TlsSettings.defaults(), new SecureRandom())));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
        authority =
                Base64.getEncoder()
                        .encodeToString(pki.authorityPem().getBytes(StandardCharsets.UTF_8));
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// The PEM certificate of the authority, in base64.
    String authority() {
        return authority;
    }

    /// What was asked so far.
    List<ObjectNode> reviews() {
        return reviews;
    }

    /// Sets what becomes of the `response` of an answer, which allows the request.
    void answer(String path, UnaryOperator<ObjectNode> change) {
        answers.put(path, change);
    }

    /// Lets a path answer with a JSON patch.
    void patch(String path, String operations) {
        String patch =
                Base64.getEncoder()
                        .encodeToString(
                                operations.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        answer(path, response -> response.put("patch", patch).put("patchType", "JSONPatch"));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            ObjectNode review =
                    (ObjectNode) JsonMapper.shared().readTree(exchange.getRequestBody());
            reviews.add(review);
            ObjectNode answer = JsonMapper.shared().createObjectNode();
            answer.set("apiVersion", review.path("apiVersion"));
            answer.put("kind", "AdmissionReview");
            ObjectNode response = answer.putObject("response").put("allowed", true);
            response.set("uid", review.path("request").path("uid"));
            answers.getOrDefault(exchange.getRequestURI().getPath(), UnaryOperator.identity())
                    .apply(response);
            byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.has("code") ? 500 : 200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
