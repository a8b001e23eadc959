package dev.purser.store.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.store.custody.Custody.Owner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import tools.jackson.databind.node.ObjectNode;

/// The contract against a real Vault. It runs when the environment variable `PURSER_TEST_VAULT`
/// names a `vault` binary, and says so when it does not.
@EnabledIfEnvironmentVariable(
        named = "PURSER_TEST_VAULT",
        matches = ".+",
        disabledReason = "NOT RUN against a real Vault: PURSER_TEST_VAULT names no vault binary")
class RealVaultTests extends CustodyContract {
    private static final String TOKEN = "root-of-this-test";
    private static final Duration START_MAX = Duration.ofSeconds(60);

    private static Process vault;
    private static URI address;

    @BeforeAll
    static void start() throws Exception {
        String binary = System.getenv("PURSER_TEST_VAULT");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        address = URI.create("http://127.0.0.1:" + port);
        vault =
                new ProcessBuilder(
                                binary,
                                "server",
                                "-dev",
                                "-dev-no-store-token",
                                "-dev-root-token-id=" + TOKEN,
                                "-dev-listen-address=127.0.0.1:" + port)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (post("sys/mounts/transit", "{\"type\":\"transit\"}") != 204) {
            assertThat(vault.isAlive() && System.nanoTime() < deadline).isTrue();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(post("transit/keys/purser", "{}")).isBetween(200, 204);
    }

    @AfterAll
    static void stop() throws Exception {
        if (vault != null) {
            vault.destroy();
            vault.waitFor();
        }
    }

    private static int post(String path, String body) throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(address.resolve("/v1/" + path))
                            .header("X-Vault-Token", TOKEN)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException _) {
            return 0; // it is not listening yet
        }
    }

    private static Custody with(String token) {
        return new TransitCustody(
                new TransitKey(address, "", "transit", "purser", Optional.empty()),
                () -> SecretBytes.of(token.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    protected Custody custody() {
        return with(TOKEN);
    }

    @Override
    protected Custody strange() {
        return with("hvs.wrong");
    }

    @Test
    void keysOfAnOlderVersionOpenAndNewOnesAreSealedWithTheNewest() throws Exception {
        Owner owner = new Owner("aabbccdd", directory.resolve("custody.json"));
        ObjectNode before = custody().keep(document(DOCUMENT), owner);
        assertThat(post("transit/keys/purser/rotate", "{}")).isBetween(200, 204);
        assertThat(text(custody().fetch(before, owner))).isEqualTo(DOCUMENT);
        ObjectNode after = custody().keep(document(DOCUMENT), owner);
        assertThat(version(after)).isGreaterThan(version(before));
    }

    private static int version(ObjectNode kept) {
        return Integer.parseInt(kept.path("ciphertext").asString("").split(":")[1].substring(1));
    }
}
