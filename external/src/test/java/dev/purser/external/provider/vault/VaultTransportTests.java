package dev.purser.external.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.purser.client.time.SystemTimers;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.vault.StandInVault.Answer;
import dev.purser.external.provider.vault.StandInVault.Asked;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// How requests travel, and what comes of answers that are none.
class VaultTransportTests {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final RemoteKey KEY = RemoteKey.of("app");
    private static final String PATH = "/v1/secret/data/app";

    private final SystemTimers timers = new SystemTimers(InstantSource.fixed(NOW));

    @AfterEach
    void close() {
        timers.close();
    }

    private String read(ObjectNode store) throws Exception {
        try (SecretsClient client = StandInVault.open(store, timers)) {
            return client.secret(KEY).text();
        }
    }

    private ProviderException refusal(Function<Asked, Answer> answers) throws IOException {
        try (StandInVault vault = new StandInVault(answers)) {
            return refusal(vault.storeWithToken());
        }
    }

    private ProviderException refusal(ObjectNode store) {
        return catchThrowableOfType(ProviderException.class, () -> read(store));
    }

    @Test
    void requestsCarryHeadersNamespaceAndTheTokenWithoutItsNewline() throws Exception {
        try (StandInVault vault = new StandInVault(_ -> Answer.value("{\"a\":1}"))) {
            ObjectNode store = vault.storeWithToken().put("namespace", "team");
            store.putObject("headers").put("X-Custom", "yes").put("x-vault-token", "other");
            store.put("readYourWrites", true).put("forwardInconsistent", true);

            assertThat(read(store)).isEqualTo("{\"a\":1}");

            Asked asked = vault.asked().getFirst();
            assertThat(asked.header("X-custom")).isEqualTo("yes");
            assertThat(asked.header("X-vault-namespace")).isEqualTo("team");
            assertThat(asked.header("X-vault-token")).isEqualTo("static-token");
            assertThat(asked.header("X-vault-inconsistent")).isEqualTo("forward-active-node");
            assertThat(asked.header("X-vault-request")).isEqualTo("true");
        }
    }

    @Test
    void theLoginMayHaveANamespaceOfItsOwn() throws Exception {
        Function<Asked, Answer> answers =
                asked ->
                        asked.uri().endsWith("/login")
                                ? Answer.token("t", 60, true)
                                : Answer.value("{}");
        try (StandInVault vault = new StandInVault(answers)) {
            ObjectNode store = vault.storeWithRole().put("namespace", "team");
            ((ObjectNode) store.path("auth")).put("namespace", "people");

            assertThat(read(store)).isEqualTo("{}");

            assertThat(vault.asked())
                    .extracting(Asked::uri, asked -> asked.header("X-vault-namespace"))
                    .containsExactly(
                            tuple("/v1/auth/approle/login", "people"),
                            tuple(PATH, "team"),
                            tuple("/v1/auth/token/revoke-self", "people"));
        }
    }

    @Test
    void pathsAreEscapedAndVersionsAsked() throws Exception {
        try (StandInVault vault = new StandInVault(_ -> Answer.value("{\"a\":\"x\"}"));
                SecretsClient client = StandInVault.open(vault.storeWithToken(), timers)) {
            client.secret(new RemoteKey("a b/ü?#%2F+&", "a", "3", false));

            assertThat(vault.asked().getFirst().uri())
                    .isEqualTo("/v1/secret/data/a%20b/%C3%BC%3F%23%252F+&?version=3");
        }
    }

    @Test
    void aStandbyLeadsToTheActiveServerOnce() throws Exception {
        AtomicReference<String> target = new AtomicReference<>("");
        try (StandInVault active = new StandInVault(_ -> Answer.value("{\"from\":\"active\"}"));
                StandInVault standby =
                        new StandInVault(asked ->
                                new Answer(307, "", "Location", target.get() + asked.uri()))) {
            target.set(active.address().toString());
            assertThat(read(standby.storeWithToken())).isEqualTo("{\"from\":\"active\"}");
            assertThat(active.asked().getFirst().header("X-vault-token")).isEqualTo("static-token");

            target.set(standby.address().toString());
            assertThat(refusal(standby.storeWithToken()).kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(standby.asked()).hasSize(3);
        }
    }

    @Test
    void aLoginFollowsAStandbyWithItsBody() throws Exception {
        Function<Asked, Answer> answers =
                asked ->
                        asked.uri().endsWith("/login")
                                ? Answer.token("t", 0, false)
                                : Answer.value("{}");
        try (StandInVault active = new StandInVault(answers);
                StandInVault standby =
                        new StandInVault(asked ->
                                new Answer(307, "", "Location", active.address() + asked.uri()))) {
            assertThat(read(standby.storeWithRole())).isEqualTo("{}");
            assertThat(active.asked().getFirst().method()).isEqualTo("POST");
            assertThat(active.asked().getFirst().body()).contains("role-1", "secret-id");
        }
    }

    @Test
    void aServerThatIsBehindIsAskedAgain() throws Exception {
        AtomicInteger times = new AtomicInteger();
        Function<Asked, Answer> answers =
                _ ->
                        times.incrementAndGet() < 3
                                ? Answer.errors(412, "required index state not present")
                                : Answer.value("{}");
        try (StandInVault vault = new StandInVault(answers)) {
            assertThat(read(vault.storeWithToken())).isEqualTo("{}");
            assertThat(vault.asked()).hasSize(3);
        }
        assertThat(refusal(_ -> Answer.errors(412, "index")).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "0, 0", "'Mon, 23 Nov 2026 12:01:30 GMT', 90", "soon, 5", "'', 5"})
    void throttlingSaysForHowLong(String header, long seconds) throws Exception {
        ProviderException refusal =
                refusal(_ ->
                        new Answer(
                                429,
                                "{\"errors\":[\"rate limit quota exceeded\"]}",
                                "Retry-After",
                                header));

        assertThat(refusal.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(seconds));
        assertThat(refusal).hasMessageContaining("rate limit quota exceeded");
    }

    @ParameterizedTest
    @CsvSource({
        "503, Vault is sealed, UNAVAILABLE, unseal",
        "503, upstream, UNAVAILABLE, upstream",
        "500, internal error, UNAVAILABLE, internal error",
        "472, '', UNAVAILABLE, 472",
        "400, bad field, UNSUPPORTED, bad field",
        "405, unsupported operation, UNSUPPORTED, unsupported operation",
        "401, who, UNAUTHENTICATED, who",
        "404, '', NOT_FOUND, secret/data/app",
        "404, no handler for route secret/data/app, BAD_CONFIGURATION, check path",
    })
    void whatVaultRefuses(int status, String error, Kind kind, String words) throws Exception {
        ProviderException refusal = refusal(_ -> Answer.errors(status, error));

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal).hasMessageContaining(words).hasMessageContaining("http://127.0.0.1:");
    }

    /// Such as a filter in front of it that dislikes a key: other keys are read meanwhile.
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 414})
    void aProxysWordAboutOnePathIsNoOutage(int status) throws Exception {
        ProviderException refusal =
                refusal(asked ->
                        asked.uri().startsWith("/v1/secret/")
                                ? new Answer(status, "<html>no</html>")
                                : Answer.of("{\"data\": {\"ttl\": 1, \"policies\": []}}"));

        assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(refusal).hasMessageContaining("not Vault's (" + status + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "404, <html>not found</html>",
        "400, Client sent an HTTP request",
        "403, '{}'",
        "404, ''"
    })
    void aProxysWordIsNotVaults(int status, String body) throws Exception {
        ProviderException refusal = refusal(_ -> new Answer(status, body));

        assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("not Vault's (" + status + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <html>welcome canary</html>
                    {"data": "canary"}
                    {"canary": 1}
                    [canary
                    """)
    void anAnswerThatMakesNoSenseIsNotShown(String body) throws Exception {
        ProviderException refusal = refusal(_ -> Answer.of(body));

        assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("is it a Vault?");
        assertThat(refusal.getMessage()).doesNotContain("canary");
    }

    @Test
    void anAnswerHasALimitOfTimeAsAWhole() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        long begun = System.nanoTime();

        ProviderException refusal =
                refusal(_ -> {
                    await(over);
                    return Answer.value("{}");
                });

        assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("in time");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        over.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anEndlessAnswerIsCutOff() throws Exception {
        String large = "\"" + "x".repeat(33 * 1024 * 1024) + "\"";

        ProviderException refusal = refusal(_ -> Answer.value(large));

        assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void anInterruptionEndsAWait() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (StandInVault vault =
                new StandInVault(_ -> {
                    asked.countDown();
                    await(over);
                    return Answer.value("{}");
                })) {
            Thread reader =
                    Thread.startVirtualThread(
                            () -> thrown.set(catchThrowable(() -> read(vault.storeWithToken()))));
            asked.await();
            reader.interrupt();
            reader.join();
            over.countDown();
        }

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aNameThatNobodyHasIsTold() throws Exception {
        try (StandInVault vault = new StandInVault(_ -> Answer.of("{}"))) {
            ProviderException refusal =
                    refusal(vault.storeWithToken().put("server", "http://vault.invalid:8200"));

            assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(refusal).hasMessageContaining("cannot be resolved");
        }
    }
}
