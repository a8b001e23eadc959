package dev.purser.external.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.client.testing.ManualTimers;
import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import dev.purser.external.provider.vault.StandInVault.Answer;
import dev.purser.external.provider.vault.StandInVault.Asked;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a store may say of its login, and what is sent for it.
class VaultLoginsTests {
    private static final String MADE = "made-by-token-request";

    private final FixedCredentials credentials =
            new FixedCredentials()
                    .withSecret("s", "password", "pass \"word\"")
                    .withSecret("s", "id", "secret-id\n")
                    .withSecret("s", "role", "role-of-secret\n")
                    .withSecret("s", "token", "jwt-of-secret\n")
                    .withToken("robot", () -> MADE);

    private static ObjectNode object(String yamlLike) {
        return (ObjectNode) JsonMapper.shared().readTree(yamlLike.replace('\'', '"'));
    }

    private SecretsClient open(ObjectNode store) throws ProviderException {
        return new VaultProvider(new ManualTimers(Instant.EPOCH))
                .open(new StoreConfig("apps", "vault", store, credentials));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {'appRole': {'roleId': ' r ', 'secretRef': {'name': 's', 'key': 'id'}}} | auth/approle/login | {'role_id':'r','secret_id':'secret-id'}
                    {'appRole': {'path': 'team/roles', 'roleRef': {'name': 's', 'key': 'role'}, 'secretRef': {'name': 's', 'key': 'id'}}} | auth/team/roles/login | {'role_id':'role-of-secret','secret_id':'secret-id'}
                    {'userPass': {'username': 'ann b/c', 'secretRef': {'name': 's', 'key': 'password'}}} | auth/userpass/login/ann%20b/c | {'password':'pass \\"word\\"'}
                    {'ldap': {'path': 'dir', 'username': 'ann', 'secretRef': {'name': 's', 'key': 'password'}}} | auth/dir/login/ann | {'password':'pass \\"word\\"'}
                    {'kubernetes': {'role': 'app', 'serviceAccountRef': {'name': 'robot'}}} | auth/kubernetes/login | {'role':'app','jwt':'made-by-token-request'}
                    {'kubernetes': {'mountPath': 'k8s/one', 'role': 'app', 'secretRef': {'name': 's'}}} | auth/k8s/one/login | {'role':'app','jwt':'jwt-of-secret'}
                    {'jwt': {'role': 'app', 'kubernetesServiceAccountToken': {'serviceAccountRef': {'name': 'robot'}}}} | auth/jwt/login | {'role':'app','jwt':'made-by-token-request'}
                    {'jwt': {'path': 'oidc', 'secretRef': {'name': 's', 'key': 'token'}}} | auth/oidc/login | {'role':'','jwt':'jwt-of-secret'}
                    """)
    void whatIsSent(String auth, String path, String body) throws Exception {
        try (StandInVault vault =
                new StandInVault(asked ->
                        asked.uri().contains("/login")
                                ? Answer.token("t", 60, true)
                                : Answer.value("{}"))) {
            ObjectNode store = vault.store();
            store.set("auth", object(auth));
            try (SecretsClient client = open(store)) {
                client.secret(RemoteKey.of("app"));
            }

            Asked login = vault.asked().getFirst();
            assertThat(login.method()).isEqualTo("POST");
            assertThat(login.uri()).isEqualTo("/v1/" + path);
            assertThat(JsonMapper.shared().readTree(login.body())).isEqualTo(object(body));
            assertThat(login.header("X-vault-token")).isEmpty();
            assertThat(vault.asked().get(1).header("X-vault-token")).isEqualTo("t");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {'auth': {}} | BAD_CONFIGURATION | needs one of
                    {'auth': {'iam': {}}} | BAD_CONFIGURATION | iam and gcp are not supported
                    {'auth': {'appRole': {'secretRef': {'name': 's', 'key': 'id'}}}} | BAD_CONFIGURATION | roleId or roleRef
                    {'auth': {'appRole': {'roleId': 'r', 'secretRef': {'name': 's'}}}} | BAD_CONFIGURATION | names no key
                    {'auth': {'appRole': {'roleId': 'r', 'secretRef': {'name': 'none', 'key': 'id'}}}} | MISSING_CREDENTIALS | none/id
                    {'auth': {'tokenSecretRef': {'name': 'none', 'key': 'id'}}} | MISSING_CREDENTIALS | none/id
                    {'auth': {'kubernetes': {'role': 'r'}}} | BAD_CONFIGURATION | no identity of its own
                    {'auth': {'jwt': {'role': 'r'}}} | BAD_CONFIGURATION | kubernetesServiceAccountToken
                    {'auth': {'userPass': {'secretRef': {'name': 's', 'key': 'password'}}}} | BAD_CONFIGURATION | username
                    {'auth': {'userPass': {'path': '../sys', 'username': 'a'}}} | BAD_CONFIGURATION | ".."
                    {'auth': {'cert': {'clientCert': {'name': 's', 'key': 'id'}, 'secretRef': {'name': 's', 'key': 'id'}}}} | BAD_CONFIGURATION | cannot be read as PEM
                    {'tls': {'certSecretRef': {'name': 's', 'key': 'id'}}} | BAD_CONFIGURATION | both
                    {'caBundle': 'bm90IFBFTQ=='} | BAD_CONFIGURATION | PEM
                    {'caBundle': '?'} | BAD_CONFIGURATION | caBundle
                    {'caBundle': 'A'} | BAD_CONFIGURATION | base64
                    {'caProvider': {'type': 'Other', 'name': 's', 'key': 'id'}} | BAD_CONFIGURATION | caProvider.type
                    {'caProvider': {'type': 'ConfigMap', 'name': 'none', 'key': 'ca'}} | MISSING_CREDENTIALS | ConfigMap none/ca
                    {'server': 'vault.example.com:8200'} | BAD_CONFIGURATION | server
                    {'server': 'https://user:word@vault.example.com'} | BAD_CONFIGURATION | without a user
                    {'server': 'ftp://vault'} | BAD_CONFIGURATION | server
                    {'server': ''} | BAD_CONFIGURATION | server
                    {'version': 'v3'} | BAD_CONFIGURATION | version
                    {'version': 'v1', 'checkAndSet': {'required': true}} | BAD_CONFIGURATION | checkAndSet
                    {'headers': {'bad header': 'x'}} | BAD_CONFIGURATION | bad header
                    """)
    void whatIsOfNoUse(String fields, Kind kind, String words) {
        ObjectNode store = object("{'server': 'https://127.0.0.1:1', 'path': 'secret'}");
        store.setAll(object(fields));

        ProviderException refusal =
                catchThrowableOfType(ProviderException.class, () -> open(store));

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal).hasMessageContaining(words);
        assertThat(refusal.getMessage()).doesNotContain("secret-id", "word@");
    }

    @Test
    void anAgentNeedsNoLogin() throws Exception {
        try (StandInVault vault = new StandInVault(_ -> Answer.value("{\"a\": 1}"));
                SecretsClient client = open(vault.store())) {
            client.validate();
            assertThat(client.secret(RemoteKey.of("app")).text()).isEqualTo("{\"a\": 1}");
            assertThat(vault.asked().getFirst().headers()).doesNotContainKey("X-vault-token");
        }
    }

    @Test
    void aTokenWithOddCharactersIsNotSentNorShown() {
        ObjectNode store = object("{'server': 'https://127.0.0.1:1', 'path': 'secret'}");
        store.set("auth", object("{'tokenSecretRef': {'name': 's', 'key': 'password'}}"));

        ProviderException refusal =
                catchThrowableOfType(
                        ProviderException.class,
                        () -> {
                            try (SecretsClient client = open(store)) {
                                client.secret(RemoteKey.of("app"));
                            }
                        });

        assertThat(refusal.kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(refusal.getMessage()).doesNotContain("word\"");
    }

    @Test
    void aServiceAccountsTokenIsMadeForEachLogin() throws Exception {
        try (StandInVault vault =
                new StandInVault(asked ->
                        asked.uri().contains("/login")
                                ? Answer.token("t" + asked.body().length(), 60, true)
                                : Answer.errors(403, "permission denied, invalid token"))) {
            ObjectNode store = vault.store();
            store.set(
                    "auth",
                    object(
                            "{'kubernetes': {'role': 'r', 'serviceAccountRef': {'name': 'robot'}}}"));
            try (SecretsClient client = open(store)) {
                assertThat(credentials.issuedTokens()).isZero();
                ProviderException refusal =
                        catchThrowableOfType(
                                ProviderException.class, () -> client.secret(RemoteKey.of("app")));
                assertThat(refusal.kind()).isEqualTo(Kind.UNAUTHENTICATED);
                assertThat(credentials.issuedTokens()).isEqualTo(2);
            }
        }
    }
}
