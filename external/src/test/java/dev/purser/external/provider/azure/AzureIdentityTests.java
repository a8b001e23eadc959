package dev.purser.external.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// Who a store is to Entra ID.
class AzureIdentityTests {
    private static final String TOKEN = "token-of-app";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private AzureStandIn azure;

    @BeforeEach
    void start() throws Exception {
        azure = new AzureStandIn();
        azure.entra().application("reader", "right");
        azure.vault().reader("reader");
        azure.vault().reader("app-id");
        var _ =
                azure.vault()
                        .put(
                                "secrets/db",
                                JsonMapper.shared().createObjectNode().put("value", "value"));
    }

    @AfterEach
    void stop() throws Exception {
        azure.close();
    }

    private SecretsClient open(String spec, FixedCredentials credentials) throws Exception {
        return AzureStores.open(azure, spec, credentials);
    }

    private static String read(SecretsClient client) throws Exception {
        return client.secret(RemoteKey.of("db")).text();
    }

    private ProviderException refusal(String spec, FixedCredentials credentials) {
        return catchThrowableOfType(
                ProviderException.class,
                () -> {
                    try (SecretsClient client = open(spec, credentials)) {
                        var _ = read(client);
                    }
                });
    }

    @Test
    void aSecretGivesATokenThatIsUsedAgain() throws Exception {
        try (SecretsClient client =
                open(AzureStores.BY_SECRET, AzureStores.principal("reader", "right"))) {
            assertThat(read(client)).isEqualTo("value");
            assertThat(read(client)).isEqualTo("value");
        }

        assertThat(azure.entra().asked()).hasSize(1);
        assertThat(azure.hosts())
                .containsOnly("login.microsoftonline.com", URI.create(azure.address()).getHost());
    }

    @Test
    void aTokenThatEndsIsFollowedByAnother() throws Exception {
        azure.entra().application("app-id", Set.of("token-1", "token-2", "token-3", "token-4"));
        azure.entra().tokensLast(1);
        AtomicInteger issued = new AtomicInteger();
        FixedCredentials credentials =
                AzureStores.workload("")
                        .withToken("app", () -> "token-" + issued.incrementAndGet());
        try (SecretsClient client = open(AzureStores.BY_WORKLOAD, credentials)) {
            assertThat(read(client)).isEqualTo("value");
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (azure.entra().asked().size() < 2) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(200);
                assertThat(read(client)).isEqualTo("value");
            }
        }

        assertThat(azure.entra().asked())
                .extracting(form -> form.get("client_assertion"))
                .doesNotHaveDuplicates();
    }

    @Test
    void aCertificateSigns() throws Exception {
        TestCertificates certificate = TestCertificates.forHosts();
        azure.entra().application("reader", certificate.certificate());
        try (SecretsClient client =
                open(
                        AzureStores.BY_CERTIFICATE,
                        new FixedCredentials()
                                .withSecret("azure", "id", "reader")
                                .withSecret("azure", "certificate", certificate.pem()))) {
            assertThat(read(client)).isEqualTo("value");
        }
    }

    @Test
    void aCertificateThatIsNotTheApplicationsIsRefused() throws Exception {
        TestCertificates known = TestCertificates.forHosts();
        azure.entra().application("reader", known.certificate());

        ProviderException refusal =
                refusal(
                        AzureStores.BY_CERTIFICATE,
                        new FixedCredentials()
                                .withSecret("azure", "id", "reader")
                                .withSecret(
                                        "azure", "certificate", TestCertificates.forHosts().pem()));

        assertThat(refusal.kind()).as("%s", refusal.getMessage()).isEqualTo(Kind.UNAUTHENTICATED);
    }

    @Test
    void aCertificateThatIsNoneIsRefusedAndNotShown() {
        ProviderException refusal =
                refusal(
                        AzureStores.BY_CERTIFICATE,
                        new FixedCredentials()
                                .withSecret("azure", "id", "reader")
                                .withSecret(
                                        "azure",
                                        "certificate",
                                        "-----BEGIN canary-5d1f0c CERTIFICATE-----"));

        assertThat(refusal.kind())
                .as("%s", refusal.getMessage())
                .isEqualTo(Kind.MISSING_CREDENTIALS);
        assertThat(refusal.getMessage()).doesNotContain("canary");
    }

    @Test
    void aServiceAccountShowsItsToken() throws Exception {
        azure.entra().application("app-id", Set.of(TOKEN));
        FixedCredentials credentials = AzureStores.workload(TOKEN);
        try (SecretsClient client = open(AzureStores.BY_WORKLOAD, credentials)) {
            assertThat(credentials.issuedTokens()).isZero();
            assertThat(read(client)).isEqualTo("value");
            assertThat(read(client)).isEqualTo("value");
        }

        assertThat(azure.entra().asked())
                .singleElement()
                .satisfies(form -> assertThat(form).containsEntry("client_assertion", TOKEN));
    }

    @Test
    void aServiceAccountThatEntraDoesNotTrustIsSaidToBeSo() {
        ProviderException refusal =
                refusal(AzureStores.BY_WORKLOAD, AzureStores.workload("token-canary-5d1f0c"));

        assertThat(refusal.kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(refusal.getMessage())
                .contains("AADSTS700213", "trusts no token")
                .doesNotContain("canary");
    }

    @Test
    void aTokenThatCannotBeHadIsWhatIsSaid() {
        ProviderException refusal =
                refusal(
                        AzureStores.BY_WORKLOAD,
                        new FixedCredentials()
                                .withAnnotation(
                                        "app", "azure.workload.identity/client-id", "app-id")
                                .withAnnotation(
                                        "app",
                                        "azure.workload.identity/tenant-id",
                                        EntraStandIn.TENANT));

        assertThat(refusal.kind())
                .as("%s", refusal.getMessage())
                .isEqualTo(Kind.MISSING_CREDENTIALS);
    }

    @Test
    void theIdsOfAServiceAccountMayComeFromASecret() throws Exception {
        azure.entra().application("app-id", Set.of(TOKEN));
        String spec =
                """
                {"vaultUrl": "https://quiet.vault.azure.net", "authType": "WorkloadIdentity",
                 "serviceAccountRef": {"name": "app"}, "tenantId": "%s",
                 "authSecretRef": {"clientId": {"name": "azure", "key": "id"}}}
                """
                        .formatted(EntraStandIn.TENANT);
        try (SecretsClient client =
                open(
                        spec,
                        new FixedCredentials()
                                .withSecret("azure", "id", "app-id")
                                .withToken("app", () -> TOKEN))) {
            assertThat(read(client)).isEqualTo("value");
        }
    }

    @Test
    void anAuthorityOfItsOwnIsNotLookedUpElsewhere() throws Exception {
        String spec =
                AzureStores.BY_SECRET.replaceFirst(
                        "\\{",
                        """
                        {"environmentType": "AzureStackCloud", "useAzureSDK": true,
                         "customCloudConfig":
                           {"activeDirectoryEndpoint": "https://login.stack.test/"},
                        """);
        try (SecretsClient client = open(spec, AzureStores.principal("reader", "right"))) {
            assertThat(read(client)).isEqualTo("value");
        }

        assertThat(azure.hosts())
                .containsOnly("login.stack.test", URI.create(azure.address()).getHost());
    }

    @Test
    void aVaultThatWantsTokensForOthersGetsNone() {
        azure.vault().resource("https://graph.microsoft.com");

        ProviderException refusal =
                refusal(AzureStores.BY_SECRET, AzureStores.principal("reader", "right"));

        assertThat(refusal.kind()).as("%s", refusal.getMessage()).isEqualTo(Kind.BAD_CONFIGURATION);
        assertThat(azure.entra().asked()).isEmpty();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments("AADSTS7000215: x", Kind.UNAUTHENTICATED, "client secret is wrong"),
                arguments("AADSTS7000222: x", Kind.UNAUTHENTICATED, "secret has expired"),
                arguments("AADSTS700016: x", Kind.UNAUTHENTICATED, "no application"),
                arguments("AADSTS90002: x", Kind.UNAUTHENTICATED, "no such tenant"),
                arguments("AADSTS123456: Odd.", Kind.UNAUTHENTICATED, "AADSTS123456: Odd."),
                arguments("AADSTS90033: x", Kind.UNAVAILABLE, "busy"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void entraIsPutInPlainWords(String error, Kind kind, String words) {
        azure.entra().fail(error);

        ProviderException refusal =
                refusal(
                        AzureStores.BY_SECRET,
                        AzureStores.principal("reader", "wrong-canary-5d1f0c"));

        assertThat(refusal.kind()).as("%s", refusal.getMessage()).isEqualTo(kind);
        assertThat(refusal.getMessage())
                .contains(words)
                .doesNotContain("canary", "Trace ID", "Timestamp");
        assertThat(azure.entra().asked()).as("tries").hasSize(1);
    }

    static Stream<Arguments> configurations() {
        String vault = "\"vaultUrl\": \"https://quiet.vault.azure.net\"";
        return Stream.of(
                arguments("{\"vaultUrl\": \"http://quiet.vault.azure.net\"}", "no https"),
                arguments("{}", "vaultUrl"),
                arguments("{" + vault + ", \"authType\": \"Password\"}", "Password"),
                arguments("{" + vault + ", \"authType\": \"ManagedIdentity\"}", "this machine"),
                arguments("{" + vault + ", \"authType\": \"WorkloadIdentity\"}", "this machine"),
                arguments("{" + vault + "}", "clientSecret"),
                arguments(AzureStores.BY_SECRET.replace("tenantId", "tenant"), "tenantId"),
                arguments(
                        "{" + vault + ", \"environmentType\": \"AzureStackCloud\"}",
                        "customCloudConfig"));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void aConfigurationOfNoUseIsRefused(String spec, String words) {
        ProviderException refusal = refusal(spec, AzureStores.principal("reader", "right"));

        assertThat(refusal.kind()).isEqualTo(Kind.BAD_CONFIGURATION);
        assertThat(refusal.getMessage()).contains(words);
        assertThat(azure.hosts()).isEmpty();
    }

    @Test
    void aServiceAccountWithoutClientIdIsRefused() {
        ProviderException refusal = refusal(AzureStores.BY_WORKLOAD, new FixedCredentials());

        assertThat(refusal.kind()).isEqualTo(Kind.MISSING_CREDENTIALS);
        assertThat(refusal.getMessage()).contains("azure.workload.identity/client-id");
    }
}
