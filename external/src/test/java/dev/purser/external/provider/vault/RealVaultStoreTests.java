package dev.purser.external.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.client.time.SystemTimers;
import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import dev.purser.external.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Logins, policies, tokens that end and versions, with a real Vault.
@EnabledIfEnvironmentVariable(
        named = VaultServer.VARIABLE,
        matches = ".+",
        disabledReason = VaultServer.NOT_RUN)
class RealVaultStoreTests {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String POLICY =
            """
            {"policy": "path \\"secret/data/app\\" { capabilities = [\\"read\\"] }"}
            """;

    private static VaultServer vault;
    private static SystemTimers timers;

    private final FixedCredentials credentials = new FixedCredentials();

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        timers = new SystemTimers(InstantSource.system());
        vault = VaultServer.start(directory);
        vault.posts("sys/policies/acl/app", POLICY);
        vault.posts("secret/data/app", "{\"data\": {\"password\": \"<hunter&2>\", \"n\": 1.50}}");
        vault.posts("sys/auth/approle", "{\"type\": \"approle\"}");
        vault.posts("sys/auth/userpass", "{\"type\": \"userpass\"}");
        vault.posts("sys/auth/cert", "{\"type\": \"cert\"}");
    }

    @AfterAll
    static void stop() throws Exception {
        if (vault != null) {
            vault.close();
        }
        timers.close();
    }

    private SecretsClient open(String auth) throws ProviderException {
        return open(vault.store("secret", "v2"), auth);
    }

    private SecretsClient open(ObjectNode store, String auth) throws ProviderException {
        store.set("auth", JsonMapper.shared().readTree(auth.replace('\'', '"')));
        return new VaultProvider(timers).open(new StoreConfig("apps", "vault", store, credentials));
    }

    private SecretsClient withToken(String token) throws ProviderException {
        credentials.withSecret("vault", "token", token);
        return open("{'tokenSecretRef': {'name': 'vault', 'key': 'token'}}");
    }

    private SecretsClient withRole(String name, String settings) throws Exception {
        vault.posts("auth/approle/role/" + name, settings);
        String role =
                vault.does("GET", "auth/approle/role/" + name + "/role-id", "")
                        .path("data")
                        .path("role_id")
                        .asString();
        String secret =
                vault.posts("auth/approle/role/" + name + "/secret-id", "{}")
                        .path("data")
                        .path("secret_id")
                        .asString();
        credentials.withSecret("vault", "id", secret);
        return open(
                "{'appRole': {'path': 'approle', 'roleId': '%s', 'secretRef': {'name': 'vault', 'key': 'id'}}}"
                        .formatted(role));
    }

    private static String password(SecretsClient client) throws Exception {
        return client.secret(RemoteKey.of("app").withProperty("password")).text();
    }

    private static ProviderException refusal(SecretsClient client, RemoteKey key) {
        return catchThrowableOfType(ProviderException.class, () -> client.secret(key));
    }

    @Test
    void byAppRole() throws Exception {
        try (SecretsClient client = withRole("app", "{\"token_policies\": \"app\"}")) {
            client.validate();
            assertThat(password(client)).isEqualTo("<hunter&2>");

            ProviderException refusal = refusal(client, RemoteKey.of("other"));
            assertThat(refusal.kind()).isEqualTo(Kind.DENIED);
            assertThat(refusal)
                    .hasMessageContaining("secret/data/other")
                    .hasMessageContaining("permission denied");
        }
    }

    static boolean hasNamespaces() throws Exception {
        return vault.makesNamespace("team");
    }

    @Test
    @EnabledIf(value = "hasNamespaces", disabledReason = "this edition has no namespaces")
    void aNamespaceHasLoginsAndValuesOfItsOwn() throws Exception {
        vault.posts(
                "team/sys/mounts/secret", "{\"type\": \"kv\", \"options\": {\"version\": \"2\"}}");
        vault.posts("team/sys/policies/acl/app", POLICY);
        vault.posts("team/secret/data/app", "{\"data\": {\"password\": \"of the team\"}}");
        vault.posts("team/sys/auth/userpass", "{\"type\": \"userpass\"}");
        vault.posts(
                "team/auth/userpass/users/ann",
                "{\"password\": \"the team's\", \"token_policies\": \"app\"}");
        credentials.withSecret("vault", "password", "the team's");
        String auth =
                "{'userPass': {'path': 'userpass', 'username': 'ann', 'secretRef': {'name': 'vault', 'key': 'password'}}}";

        try (SecretsClient client =
                open(vault.store("secret", "v2").put("namespace", "team"), auth)) {
            client.validate();
            assertThat(password(client)).isEqualTo("of the team");
        }
        try (SecretsClient client = open(auth)) {
            assertThat(refusal(client, RemoteKey.of("app")).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        }
    }

    @Test
    void aWrongSecretIdIsRefused() throws Exception {
        withRole("app", "{\"token_policies\": \"app\"}").close();
        credentials.withSecret("vault", "id", "wrong");
        try (SecretsClient client =
                open("{'appRole': {'roleId': 'x', 'secretRef': {'name': 'vault', 'key': 'id'}}}")) {
            ProviderException refusal = refusal(client, RemoteKey.of("app"));

            assertThat(refusal.kind()).isEqualTo(Kind.UNAUTHENTICATED);
            assertThat(refusal).hasMessageContaining("invalid role or secret ID");
        }
    }

    @Test
    void aLoginThatIsNotMountedIsTold() throws Exception {
        credentials.withSecret("vault", "password", "x");
        try (SecretsClient client =
                open(
                        "{'ldap': {'username': 'ann', 'secretRef': {'name': 'vault', 'key': 'password'}}}")) {
            ProviderException refusal = refusal(client, RemoteKey.of("app"));

            assertThat(refusal.kind()).isEqualTo(Kind.UNAUTHENTICATED);
            assertThat(refusal)
                    .hasMessageContaining("auth/ldap")
                    .hasMessageContaining("is the method mounted there?");
        }
    }

    @Test
    void byPassword() throws Exception {
        vault.posts(
                "auth/userpass/users/ann", "{\"password\": \"word\", \"token_policies\": \"app\"}");
        credentials.withSecret("vault", "password", "word");
        String auth =
                "{'userPass': {'username': 'ann', 'secretRef': {'name': 'vault', 'key': 'password'}}}";
        try (SecretsClient client = open(auth)) {
            assertThat(password(client)).isEqualTo("<hunter&2>");
        }
        credentials.withSecret("vault", "password", "other");
        try (SecretsClient client = open(auth)) {
            assertThat(refusal(client, RemoteKey.of("app")).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        }
    }

    @Test
    void byCertificate() throws Exception {
        ClientCertificate known = ClientCertificate.of("known");
        ClientCertificate stranger = ClientCertificate.of("stranger");
        vault.posts(
                "auth/cert/certs/web",
                JsonMapper.shared()
                        .writeValueAsString(
                                Map.of(
                                        "certificate",
                                        known.certificate(),
                                        "token_policies",
                                        "app")));
        String auth =
                "{'cert': {'vaultRole': 'web', 'clientCert': {'name': 'tls'}, 'secretRef': {'name': 'tls'}}}";
        lay(known);
        try (SecretsClient client = open(auth)) {
            assertThat(password(client)).isEqualTo("<hunter&2>");
        }
        lay(known);
        try (SecretsClient client = open(auth.replace("'vaultRole': 'web', ", ""))) {
            assertThat(password(client)).isEqualTo("<hunter&2>");
        }
        lay(stranger);
        try (SecretsClient client = open(auth)) {
            assertThat(refusal(client, RemoteKey.of("app")).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        }
    }

    private void lay(ClientCertificate certificate) {
        credentials
                .withSecret("tls", "tls.crt", certificate.certificate())
                .withSecret("tls", "tls.key", certificate.key());
    }

    @Test
    void byJwt() throws Exception {
        SigningKey key = SigningKey.generate();
        vault.posts("sys/auth/jwt", "{\"type\": \"jwt\"}");
        vault.posts(
                "auth/jwt/config",
                JsonMapper.shared()
                        .writeValueAsString(Map.of("jwt_validation_pubkeys", key.publicKey())));
        vault.posts(
                "auth/jwt/role/app",
                "{\"role_type\": \"jwt\", \"user_claim\": \"sub\", \"bound_audiences\": \"vault\", \"token_policies\": \"app\"}");
        credentials.withToken("robot", () -> key.token("vault"));
        String auth =
                "{'jwt': {'role': 'app', 'kubernetesServiceAccountToken': {'serviceAccountRef': {'name': 'robot'}}}}";
        try (SecretsClient client = open(auth)) {
            assertThat(password(client)).isEqualTo("<hunter&2>");
        }
        credentials.withToken("robot", () -> key.token("others"));
        try (SecretsClient client = open(auth)) {
            ProviderException refusal = refusal(client, RemoteKey.of("app"));
            assertThat(refusal.kind()).isEqualTo(Kind.UNAUTHENTICATED);
            assertThat(refusal).hasMessageContaining("audience");
        }
    }

    @Test
    void aTokenThatEndsIsReplacedByAnotherLogin() throws Exception {
        try (SecretsClient client =
                withRole(
                        "short",
                        "{\"token_policies\": \"app\", \"token_ttl\": \"4s\", \"token_max_ttl\": \"4s\"}")) {
            long end = System.nanoTime() + Duration.ofSeconds(9).toNanos();
            while (System.nanoTime() < end) {
                assertThat(password(client)).isEqualTo("<hunter&2>");
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    @Test
    void aTokenOfFewUsesIsReplaced() throws Exception {
        try (SecretsClient client =
                withRole("few", "{\"token_policies\": \"app\", \"token_num_uses\": 2}")) {
            for (int i = 0; i < 7; i++) {
                assertThat(password(client)).isEqualTo("<hunter&2>");
            }
        }
    }

    @Test
    void aRevokedTokenIsReplaced() throws Exception {
        try (SecretsClient client = withRole("revoked", "{\"token_policies\": \"app\"}")) {
            assertThat(password(client)).isEqualTo("<hunter&2>");
            vault.posts("sys/leases/revoke-force/auth/approle/login", "{}");

            assertThat(password(client)).isEqualTo("<hunter&2>");
        }
    }

    @Test
    void anExpiredTokenOfSomebodyElsesIsTold() throws Exception {
        try (SecretsClient client = withToken(vault.token("[\"app\"]", "1s"))) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            ProviderException refusal = refusal(client, RemoteKey.of("app"));
            while (refusal == null) {
                assertThat(System.nanoTime()).isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(100);
                refusal = refusal(client, RemoteKey.of("app"));
            }

            assertThat(refusal.kind()).isEqualTo(Kind.UNAUTHENTICATED);
            assertThat(refusal).hasMessageContaining("expired");
        }
    }

    @Test
    void theStoresTokenIsRevokedWhenItIsClosed() throws Exception {
        vault.posts("auth/approle/role/counted", "{\"token_policies\": \"app\"}");
        int before = accessors();
        SecretsClient client = withRole("counted", "{\"token_policies\": \"app\"}");
        assertThat(password(client)).isEqualTo("<hunter&2>");
        assertThat(accessors()).isEqualTo(before + 1);

        client.close();

        assertThat(accessors()).isEqualTo(before);
    }

    /// How many tokens there are.
    private static int accessors() throws Exception {
        return vault.does("LIST", "auth/token/accessors", "").path("data").path("keys").size();
    }

    @Test
    void versionsAndMetadata() throws Exception {
        vault.posts("secret/data/history", "{\"data\": {\"v\": \"first\"}}");
        vault.posts("secret/data/history", "{\"data\": {\"v\": \"second\"}}");
        vault.posts(
                "secret/metadata/history",
                "{\"custom_metadata\": {\"owner\": \"ann\", \"current_version\": \"mine\"}}");
        RemoteKey key = RemoteKey.of("history").withProperty("v");
        try (SecretsClient client = withToken(VaultServer.ROOT)) {
            assertThat(client.secret(key).text()).isEqualTo("second");
            assertThat(client.secret(key.withVersion("1")).text()).isEqualTo("first");
            assertThat(refusal(client, key.withVersion("3")).kind()).isEqualTo(Kind.NOT_FOUND);
            assertThat(refusal(client, key.withVersion("one")).kind()).isEqualTo(Kind.UNSUPPORTED);
            JsonNode metadata =
                    JsonMapper.shared()
                            .readTree(client.secret(RemoteKey.of("history").withMetadata()).text());
            assertThat(metadata.path("owner").asString()).isEqualTo("ann");
            assertThat(metadata.path("current_version").asString()).isEqualTo("mine");
            assertThat(metadata.path("delete_version_after").asString()).isEqualTo("0s");
        }
    }

    @Test
    void deletedAndDestroyedVersionsAreNotFound() throws Exception {
        vault.posts("secret/data/gone", "{\"data\": {\"v\": \"first\"}}");
        vault.posts("secret/data/gone", "{\"data\": {\"v\": \"second\"}}");
        vault.posts("secret/destroy/gone", "{\"versions\": [1]}");
        vault.does("DELETE", "secret/data/gone", "");
        try (SecretsClient client = withToken(VaultServer.ROOT)) {
            ProviderException deleted = refusal(client, RemoteKey.of("gone"));
            assertThat(deleted.kind()).isEqualTo(Kind.NOT_FOUND);
            assertThat(deleted).hasMessageContaining("deleted at 20");
            ProviderException destroyed = refusal(client, RemoteKey.of("gone").withVersion("1"));
            assertThat(destroyed.kind()).isEqualTo(Kind.NOT_FOUND);
            assertThat(destroyed).hasMessageContaining("destroyed");
            assertThat(
                            client.find(
                                    new FindQuery(
                                            "",
                                            Optional.of(name -> name.equals("gone")),
                                            Map.of())))
                    .isEmpty();
        }
    }

    @Test
    void theWholeValueIsWrittenAsVaultWritesIt() throws Exception {
        try (SecretsClient client = withToken(VaultServer.ROOT)) {
            assertThat(client.secret(RemoteKey.of("app")).text())
                    .isEqualTo("{\"n\":1.5,\"password\":\"\\u003chunter\\u00262\\u003e\"}");
            assertThat(client.properties(RemoteKey.of("app")))
                    .containsEntry("password", SecretValue.of("<hunter&2>"));
        }
    }

    @Test
    void theWrongMountOrVersionIsTold() throws Exception {
        credentials.withSecret("vault", "token", VaultServer.ROOT);
        String auth = "{'tokenSecretRef': {'name': 'vault', 'key': 'token'}}";
        for (ObjectNode store :
                new ObjectNode[] {vault.store("nowhere", "v2"), vault.store("secret", "v1")}) {
            try (SecretsClient client = open(store, auth)) {
                ProviderException refusal = refusal(client, RemoteKey.of("app"));
                assertThat(refusal.kind()).isEqualTo(Kind.BAD_CONFIGURATION);
                assertThat(refusal).hasMessageContaining("check path and version");
            }
        }
    }

    @Test
    void aStrangersCertificateIsNotTrusted() throws Exception {
        credentials.withSecret("vault", "token", VaultServer.ROOT);
        ObjectNode store = vault.store("secret", "v2");
        store.put(
                "caBundle",
                Base64.getEncoder()
                        .encodeToString(
                                ClientCertificate.of("other")
                                        .certificate()
                                        .getBytes(StandardCharsets.US_ASCII)));
        try (SecretsClient client =
                open(store, "{'tokenSecretRef': {'name': 'vault', 'key': 'token'}}")) {
            ProviderException refusal = refusal(client, RemoteKey.of("app"));
            assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(refusal).hasMessageContaining("TLS");
        }
    }

    @Test
    void plainHttpToAServerOfTlsIsTold() throws Exception {
        credentials.withSecret("vault", "token", VaultServer.ROOT);
        ObjectNode store = vault.store("secret", "v2");
        store.put("server", "http://127.0.0.1:" + vault.address().getPort());
        try (SecretsClient client =
                open(store, "{'tokenSecretRef': {'name': 'vault', 'key': 'token'}}")) {
            ProviderException refusal = refusal(client, RemoteKey.of("app"));
            assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(refusal).hasMessageContaining("http or https");
        }
    }

    @Test
    void aSealedVaultIsTold(@TempDir Path directory) throws Exception {
        try (VaultServer other = VaultServer.start(directory)) {
            credentials.withSecret("vault", "token", VaultServer.ROOT);
            try (SecretsClient client =
                    open(
                            other.store("secret", "v2"),
                            "{'tokenSecretRef': {'name': 'vault', 'key': 'token'}}")) {
                client.validate();
                other.does("PUT", "sys/seal", "");

                ProviderException refusal = refusal(client, RemoteKey.of("app"));
                assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(refusal).hasMessageContaining("is sealed: unseal it first");
            }
        }
    }
}
