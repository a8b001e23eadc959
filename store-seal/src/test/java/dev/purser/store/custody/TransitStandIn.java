package dev.purser.store.custody;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Vault's transit engine as far as a custody sees it: it remembers what it was given under the
/// number that it hands out as ciphertext, and answers and errors have Vault's form.
final class TransitStandIn implements AutoCloseable {
    static final String TOKEN = "hvs.right";

    private final HttpServer server;
    private final Map<String, Sealed> sealed = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile int status = 200;

    private record Sealed(byte[] plain, byte[] context) {}

    TransitStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/transit/encrypt/purser", this::encrypt);
        server.createContext("/v1/transit/decrypt/purser", this::decrypt);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Every request is answered so from now on.
    void fail(int with) {
        status = with;
    }

    private void encrypt(HttpExchange exchange) throws IOException {
        JsonNode body = body(exchange);
        if (isRefused(exchange)) {
            return;
        }
        String ciphertext = "vault:v1:%08d".formatted(count.incrementAndGet());
        sealed.put(
                ciphertext,
                new Sealed(
                        body.path("plaintext").binaryValue(),
                        body.path("associated_data").binaryValue()));
        answer(exchange, 200, data().put("ciphertext", ciphertext));
    }

    private void decrypt(HttpExchange exchange) throws IOException {
        JsonNode body = body(exchange);
        if (isRefused(exchange)) {
            return;
        }
        Sealed found = sealed.get(body.path("ciphertext").asString(""));
        if (found == null
                || !Arrays.equals(found.context(), body.path("associated_data").binaryValue())) {
            error(exchange, 400, "cipher: message authentication failed");
        } else {
            answer(exchange, 200, data().put("plaintext", found.plain()));
        }
    }

    private boolean isRefused(HttpExchange exchange) throws IOException {
        if (status != 200) {
            error(exchange, status, status == 503 ? "Vault is sealed" : "something\n else");
            return true;
        }
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
            error(exchange, 403, "permission denied");
            return true;
        }
        return false;
    }

    private static ObjectNode data() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        return JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
    }

    private static void answer(HttpExchange exchange, int code, ObjectNode data)
            throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("data", data);
        send(exchange, code, json);
    }

    private static void error(HttpExchange exchange, int code, String message) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("errors").add(message);
        send(exchange, code, json);
    }

    private static void send(HttpExchange exchange, int code, ObjectNode json) throws IOException {
        byte[] bytes = JsonMapper.shared().writeValueAsBytes(json);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
