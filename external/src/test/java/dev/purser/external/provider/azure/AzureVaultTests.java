package dev.purser.external.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.azure.AzureStandIn.Answer;
import dev.purser.external.secret.SecretValue;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a vault keeps, and what it says when it keeps it to itself.
class AzureVaultTests {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CANARY = "canary-5d1f0c";

    private AzureStandIn azure;
    private SecretsClient client;

    @BeforeEach
    void open() throws Exception {
        azure = new AzureStandIn();
        azure.entra().application("reader", "secret-" + CANARY);
        azure.vault().reader("reader");
        put("secrets/db", "{\"value\": \"{\\\"user\\\": \\\"" + CANARY + "\\\"}\"}");
        client =
                AzureStores.open(
                        azure,
                        AzureStores.BY_SECRET,
                        AzureStores.principal("reader", "secret-" + CANARY));
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        azure.close();
    }

    private String put(String path, String object) {
        return azure.vault().put(path, (ObjectNode) JSON.readTree(object));
    }

    private String read(RemoteKey key) throws Exception {
        return client.secret(key).text();
    }

    private static ProviderException refusal(ThrowingCallable call) {
        return catchThrowableOfType(ProviderException.class, call);
    }

    @Test
    void aKeyIsAJsonWebKey() throws Exception {
        put(
                "keys/sign",
                """
                {"key": {"kid": "https://quiet.vault.azure.net/keys/sign/1", "kty": "RSA",
                         "key_ops": ["sign", "verify"], "n": "AQAB", "e": "AQAB"}}
                """);

        JsonNode key = JSON.readTree(read(RemoteKey.of("key/sign")));

        assertThat(key.path("kty").asString()).isEqualTo("RSA");
        assertThat(key.path("n").asString()).isEqualTo("AQAB");
        assertThat(key.path("key_ops")).hasSize(2);
        assertThat(read(RemoteKey.of("key/sign").withProperty("kty"))).isEqualTo("RSA");
        assertThat(refusal(() -> client.properties(RemoteKey.of("key/sign"))).kind())
                .isEqualTo(Kind.UNSUPPORTED);
    }

    @Test
    void aCertificateIsItsBytes() throws Exception {
        byte[] bytes = TestCertificates.forHosts().certificate().getEncoded();
        String certificate = "{\"cer\": \"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
        String first = put("certificates/web", certificate);
        put("certificates/web", "{\"cer\": \"AAAA\"}");

        assertThat(client.secret(RemoteKey.of("cert/web")).bytes()).isEqualTo(new byte[3]);
        assertThat(client.secret(RemoteKey.of("cert/web").withVersion(first)).bytes())
                .isEqualTo(bytes);
    }

    @Test
    void metadataAreTagsAndTimes() throws Exception {
        azure.vault().tag("secrets/db", Map.of("env", "prod", "owner", "{\"team\": \"blue\"}"));
        RemoteKey metadata = RemoteKey.of("db").withMetadata();

        JsonNode all = JSON.readTree(read(metadata));

        assertThat(all.path("env").asString()).isEqualTo("prod");
        assertThat(all.path("attribute.created").asString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(read(metadata.withProperty("env"))).isEqualTo("prod");
        assertThat(read(metadata.withProperty("owner.team"))).isEqualTo("blue");
        assertThat(read(metadata.withProperty("attribute.created")))
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(client.properties(metadata))
                .containsEntry("db_env", SecretValue.of("prod"))
                .containsEntry("db_owner_team", SecretValue.of("blue"));
        assertThat(client.properties(metadata.withProperty("env")))
                .containsOnly(Map.entry("db_env", SecretValue.of("prod")));
    }

    @Test
    void whatIsDisabledIsNotFoundBySearches() throws Exception {
        put("secrets/off", "{\"value\": \"x\", \"attributes\": {\"enabled\": false}}");

        assertThat(client.find(new FindQuery("", Optional.of(_ -> true), Map.of())))
                .containsOnlyKeys("db");
    }

    @Test
    void thereAreNoPaths() {
        assertThat(
                        refusal(() ->
                                        client.find(
                                                new FindQuery(
                                                        "a/", Optional.of(_ -> true), Map.of())))
                                .kind())
                .isEqualTo(Kind.UNSUPPORTED);
    }

    static Stream<RemoteKey> impossibleKeys() {
        return Stream.of(
                RemoteKey.of("a_b"),
                RemoteKey.of("a/b/c"),
                RemoteKey.of("file/db"),
                RemoteKey.of("secret/../keys"),
                RemoteKey.of(""),
                RemoteKey.of("db").withVersion("../x"));
    }

    @ParameterizedTest
    @MethodSource("impossibleKeys")
    void namesThatCannotBeAreNotAskedFor(RemoteKey key) {
        assertThat(refusal(() -> client.secret(key)).kind()).isEqualTo(Kind.BAD_VALUE);
        assertThat(azure.requests()).isEmpty();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments(
                        VaultStandIn.error(
                                403,
                                "Forbidden",
                                "Caller is not authorized.\\r\\nCaller: appid=1",
                                "ForbiddenByRbac"),
                        Kind.DENIED,
                        "ForbiddenByRbac"),
                arguments(
                        VaultStandIn.error(
                                403,
                                "Forbidden",
                                "Operation get is not allowed.",
                                "SecretDisabled"),
                        Kind.DENIED,
                        "SecretDisabled"),
                arguments(
                        VaultStandIn.error(
                                403,
                                "Forbidden",
                                "Client address is not authorized.",
                                "ForbiddenByFirewall"),
                        Kind.UNAVAILABLE,
                        "firewall"),
                arguments(
                        VaultStandIn.error(
                                404, "SecretNotFound", "deleted", "ObjectIsDeletedButRecoverable"),
                        Kind.NOT_FOUND,
                        "has no secret 'db'"),
                arguments(
                        VaultStandIn.error(400, "BadParameter", "The name is bad.", ""),
                        Kind.BAD_VALUE,
                        "The name is bad."),
                arguments(Answer.of(503, "<html>" + CANARY), Kind.UNAVAILABLE, "503"),
                arguments(
                        Answer.of(200, "{\"value\": \"" + CANARY),
                        Kind.UNAVAILABLE,
                        "cannot be asked"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aVaultIsPutInPlainWords(Answer answer, Kind kind, String words) {
        azure.vault().fail(answer);

        ProviderException refusal = refusal(() -> client.secret(RemoteKey.of("db")));

        assertThat(refusal.kind()).as("%s", refusal.getMessage()).isEqualTo(kind);
        assertThat(refusal.getMessage()).contains(words).doesNotContain(CANARY);
        assertThat(azure.requests().stream().filter(one -> one.contains("/secrets/")))
                .as("tries: one without token, and one with")
                .hasSize(2);
    }

    @Test
    void aPauseIsPassedOn() {
        azure.vault()
                .fail(
                        new Answer(
                                429,
                                "{\"error\":{\"code\":\"Throttled\",\"message\":\"x\"}}",
                                Map.of("Retry-After", "9")));

        ProviderException refusal = refusal(() -> client.secret(RemoteKey.of("db")));

        assertThat(refusal.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(9));
    }

    @Test
    void whoeverIsPowerlessIsValid() throws Exception {
        azure.vault().fail(VaultStandIn.error(403, "Forbidden", "no", "ForbiddenByRbac"));

        client.validate();
    }

    @Test
    void whoeverIsInterruptedIsToldSo() {
        Thread.currentThread().interrupt();

        assertThat(
                        catchThrowableOfType(
                                InterruptedException.class,
                                () -> client.secret(RemoteKey.of("db"))))
                .isNotNull();
    }

    /// The process listens to nothing below the level `INFO`.
    @Test
    void noValueAndNoCredentialIsLogged() throws Exception {
        List<LogRecord> entries = new CopyOnWriteArrayList<>();
        Handler collector =
                new Handler() {
                    @Override
                    public void publish(LogRecord entry) {
                        entries.add(entry);
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger azureLog = Logger.getLogger("com.azure");
        Logger msalLog = Logger.getLogger("com.microsoft");
        try {
            for (Logger logger : List.of(azureLog, msalLog)) {
                logger.setLevel(Level.ALL);
                logger.addHandler(collector);
            }
            assertThat(read(RemoteKey.of("db"))).contains(CANARY);
            azure.vault().fail(VaultStandIn.error(403, "Forbidden", CANARY, ""));
            assertThat(refusal(() -> client.secret(RemoteKey.of("db"))).kind())
                    .isEqualTo(Kind.DENIED);
        } finally {
            for (Logger logger : List.of(azureLog, msalLog)) {
                logger.removeHandler(collector);
                logger.setLevel(null);
            }
        }

        assertThat(entries)
                .isNotEmpty()
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.INFO.intValue())
                .extracting(entry -> entry.getMessage() + " " + entry.getThrown())
                .noneMatch(line -> line.contains("secret-" + CANARY))
                .noneMatch(line -> line.contains("secret-token"));
    }
}
