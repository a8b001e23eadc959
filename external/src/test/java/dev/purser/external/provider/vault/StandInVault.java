package dev.purser.external.provider.vault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.purser.client.time.Timers;
import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Answers as a test says that a Vault does, and writes down what it was asked. For states that a
/// real one cannot be brought into.
final class StandInVault implements AutoCloseable {
    static final Duration ANSWER_MAX = Duration.ofSeconds(2);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /// @param uri as it was sent
    record Asked(String method, String uri, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    /// An answer; its headers are names and values in turn.
    record Answer(int status, String body, String... headers) {
        static Answer of(String json) {
            return new Answer(200, json);
        }

        /// A value of the engine's version 2.
        static Answer value(String json) {
            return of("{\"data\": {\"data\": %s, \"metadata\": {\"version\": 1}}}".formatted(json));
        }

        static Answer token(String token, int seconds, boolean renewable) {
            return of(
                    "{\"renewable\": false, \"auth\": {\"client_token\": \"%s\", \"policies\": [], \"lease_duration\": %d, \"renewable\": %b}}"
                            .formatted(token, seconds, renewable));
        }

        /// What a policy refuses, in the form of a list, as servers do.
        static Answer deniedByPolicy() {
            return errors(403, "1 error occurred:\\n\\t* permission denied\\n\\n");
        }

        static Answer errors(int status, String error) {
            return new Answer(status, "{\"errors\": [\"%s\"]}".formatted(error));
        }
    }

    StandInVault(Function<Asked, Answer> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, answers));
        server.start();
    }

    private void answer(HttpExchange exchange, Function<Asked, Answer> answers) throws IOException {
        try (exchange) {
            Asked question =
                    new Asked(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            Map.copyOf(exchange.getRequestHeaders()),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            asked.add(question);
            Answer answer = answers.apply(question);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            for (int i = 0; i < answer.headers().length; i += 2) {
                exchange.getResponseHeaders().add(answer.headers()[i], answer.headers()[i + 1]);
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Asked> asked() {
        return asked;
    }

    /// How often a path was asked for.
    long times(String path) {
        return asked.stream().filter(question -> question.uri().equals(path)).count();
    }

    /// What a store says of it; the caller adds `auth`.
    ObjectNode store() {
        return JsonMapper.shared()
                .createObjectNode()
                .put("server", address().toString())
                .put("path", "secret");
    }

    /// A store that logs in by AppRole.
    ObjectNode storeWithRole() {
        ObjectNode store = store();
        ObjectNode role = store.putObject("auth").putObject("appRole");
        role.put("path", "approle").put("roleId", "role-1");
        role.putObject("secretRef").put("name", "vault").put("key", "id");
        return store;
    }

    /// A store with a token.
    ObjectNode storeWithToken() {
        ObjectNode store = store();
        store.putObject("auth")
                .putObject("tokenSecretRef")
                .put("name", "vault")
                .put("key", "token");
        return store;
    }

    static SecretsClient open(ObjectNode store, Timers timers) throws ProviderException {
        FixedCredentials credentials =
                new FixedCredentials()
                        .withSecret("vault", "token", "static-token\n")
                        .withSecret("vault", "id", "secret-id");
        return new VaultProvider(timers, ANSWER_MAX, ANSWER_MAX)
                .open(new StoreConfig("apps", "vault", store, credentials));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
