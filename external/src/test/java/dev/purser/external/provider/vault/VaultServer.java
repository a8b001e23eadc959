package dev.purser.external.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.client.remote.Connection;
import dev.purser.client.remote.Credential;
import dev.purser.client.remote.TlsContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A real Vault, or OpenBao, that keeps everything in memory and speaks TLS, and what its
/// administrator does. The program is named by the environment variable `PURSER_TEST_VAULT`.
final class VaultServer implements AutoCloseable {
    static final String ROOT = "root-of-this-test";
    static final String VARIABLE = "PURSER_TEST_VAULT";
    static final String NOT_RUN =
            "NOT RUN against a real Vault: PURSER_TEST_VAULT names neither vault nor bao";

    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final Process process;
    private final URI address;
    private final String authority;
    private final HttpClient http;

    private VaultServer(Process process, URI address, String authority) {
        this.process = process;
        this.address = address;
        this.authority = authority;
        this.http =
                HttpClient.newBuilder()
                        .sslContext(
                                TlsContext.of(
                                        new Connection(address, authority, Credential.anonymous())))
                        .build();
    }

    /// @param directory where its certificates go
    static VaultServer start(Path directory) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process =
                new ProcessBuilder(
                                System.getenv(VARIABLE),
                                "server",
                                "-dev",
                                "-dev-tls",
                                "-dev-tls-cert-dir=" + directory,
                                "-dev-no-store-token",
                                "-dev-root-token-id=" + ROOT,
                                "-dev-listen-address=127.0.0.1:" + port)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        return ready(process, URI.create("https://127.0.0.1:" + port), directory);
    }

    private static VaultServer ready(Process process, URI address, Path directory)
            throws Exception {
        Path authority = directory.resolve("vault-ca.pem");
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!Files.readString(directory.resolve("log")).contains("Root Token")) {
            assertThat(process.isAlive() && System.nanoTime() < deadline).isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return new VaultServer(process, address, Files.readString(authority));
    }

    URI address() {
        return address;
    }

    /// What a store says of this server, but for who asks.
    ObjectNode store(String mount, String version) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("server", address.toString())
                .put("path", mount)
                .put("version", version)
                .put("caBundle", Base64.getEncoder().encodeToString(authority.getBytes()));
    }

    /// Does something as the administrator, who must succeed.
    JsonNode does(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = asks(method, path, body);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isLessThan(300);
        return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    /// Makes a namespace, which OpenBao has and Vault in its free edition has not.
    ///
    /// @return whether there is one now
    boolean makesNamespace(String name) throws IOException, InterruptedException {
        return asks("PUT", "sys/namespaces/" + name, "{}").statusCode() < 300;
    }

    private HttpResponse<String> asks(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve("/v1/" + VaultUrl.escaped(path)))
                        .header("X-Vault-Token", ROOT)
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    JsonNode posts(String path, String body) throws IOException, InterruptedException {
        return does("POST", path, body);
    }

    /// Makes a token.
    ///
    /// @param policies in JSON form
    /// @param lasts such as `1h`
    String token(String policies, String lasts) throws IOException, InterruptedException {
        return posts(
                        "auth/token/create",
                        "{\"policies\": %s, \"ttl\": \"%s\", \"renewable\": false}"
                                .formatted(policies, lasts))
                .path("auth")
                .path("client_token")
                .asString();
    }

    @Override
    public void close() throws InterruptedException {
        http.shutdownNow();
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
}
