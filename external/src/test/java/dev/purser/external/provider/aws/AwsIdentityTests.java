package dev.purser.external.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.aws.AwsStandIn.Answer;
import dev.purser.external.provider.aws.AwsStandIn.Call;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who a store is to AWS.
class AwsIdentityTests {
    private static final String ROLE = "arn:aws:iam::1:role/reader";
    private static final String WEB =
            """
            {"service": "SecretsManager", "region": "eu-central-1",
             "auth": {"jwt": {"serviceAccountRef": {"name": "app"}}}}
            """;

    private AwsStandIn aws;

    @BeforeEach
    void start() throws Exception {
        aws = new AwsStandIn();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private SecretsClient open(String spec, FixedCredentials credentials) throws Exception {
        return AwsStores.open(AwsStores.provider(aws.address()), spec, credentials);
    }

    private static String read(SecretsClient client) throws Exception {
        return client.secret(RemoteKey.of("db")).text();
    }

    private static FixedCredentials app() {
        return new FixedCredentials()
                .withAnnotation("app", "eks.amazonaws.com/role-arn", ROLE)
                .withToken("app", () -> "token-of-app");
    }

    @Test
    void keysSignAsTheyAre() throws Exception {
        try (SecretsClient client =
                open(
                        AwsStores.byKeys("\"service\": \"SecretsManager\""),
                        AwsStores.keys("AKIA1", "key"))) {
            assertThat(read(client)).isEqualTo("value");
        }

        assertThat(aws.calls("GetSecretValue")).extracting(Call::identity).containsExactly("AKIA1");
        assertThat(aws.calls("AssumeRole")).isEmpty();
    }

    @Test
    void rolesAreAssumedOneAfterTheOther() throws Exception {
        String spec =
                AwsStores.byKeys(
                        """
                        "service": "SecretsManager", "role": "%s", "externalID": "outside",
                        "additionalRoles": ["arn:aws:iam::1:role/hop"],
                        "sessionTags": [{"key": "team", "value": "blue"}],
                        "transitiveTagKeys": ["team"]
                        """
                                .formatted(ROLE));
        try (SecretsClient client = open(spec, AwsStores.keys("AKIA1", "key"))) {
            assertThat(read(client)).isEqualTo("value");
            assertThat(read(client)).isEqualTo("value");
        }

        List<Call> assumed = aws.calls("AssumeRole");
        assertThat(assumed).hasSize(2);
        assertThat(assumed.getFirst().identity()).isEqualTo("AKIA1");
        assertThat(assumed.getFirst().form())
                .containsEntry("RoleArn", "arn:aws:iam::1:role/hop")
                .containsEntry("RoleSessionName", "external-secrets-provider-aws")
                .doesNotContainKeys("ExternalId", "Tags.member.1.Key");
        assertThat(assumed.getLast().identity()).startsWith("ASIA");
        assertThat(assumed.getLast().form())
                .containsEntry("RoleArn", ROLE)
                .containsEntry("ExternalId", "outside")
                .containsEntry("Tags.member.1.Key", "team")
                .containsEntry("Tags.member.1.Value", "blue")
                .containsEntry("TransitiveTagKeys.member.1", "team");
        assertThat(aws.calls("GetSecretValue"))
                .extracting(Call::identity)
                .hasSize(2)
                .allSatisfy(identity ->
                        assertThat(identity)
                                .startsWith("ASIA")
                                .isNotEqualTo(assumed.getLast().identity()));
    }

    @Test
    void aServiceAccountShowsItsToken() throws Exception {
        FixedCredentials credentials = app();
        try (SecretsClient client = open(WEB, credentials)) {
            assertThat(credentials.issuedTokens()).isZero();
            assertThat(read(client)).isEqualTo("value");
            assertThat(read(client)).isEqualTo("value");
        }

        List<Call> assumed = aws.calls("AssumeRoleWithWebIdentity");
        assertThat(assumed).hasSize(1);
        assertThat(assumed.getFirst().identity()).isEmpty();
        assertThat(assumed.getFirst().form())
                .containsEntry("RoleArn", ROLE)
                .containsEntry("WebIdentityToken", "token-of-app");
        assertThat(credentials.issuedTokens()).isEqualTo(1);
    }

    @Test
    void aSessionThatEndsIsFollowedByAnotherWithAFreshToken() throws Exception {
        aws.sessionsEnd(Instant.now().plusSeconds(20)); // AWS' client gives up a minute earlier
        FixedCredentials credentials = app();
        try (SecretsClient client = open(WEB, credentials)) {
            assertThat(read(client)).isEqualTo("value");
            assertThat(read(client)).isEqualTo("value");
        }

        assertThat(aws.calls("AssumeRoleWithWebIdentity")).hasSize(2);
        assertThat(credentials.issuedTokens()).isEqualTo(2);
    }

    @Test
    void aServiceAccountWithoutRoleIsRefused() {
        ProviderException refusal =
                catchThrowableOfType(
                        ProviderException.class, () -> open(WEB, new FixedCredentials()));

        assertThat(refusal.kind()).isEqualTo(Kind.MISSING_CREDENTIALS);
        assertThat(refusal.getMessage()).contains("'app'", "eks.amazonaws.com/role-arn");
    }

    @Test
    void aTokenThatCannotBeHadIsWhatIsSaid() throws Exception {
        FixedCredentials credentials =
                new FixedCredentials().withAnnotation("app", "eks.amazonaws.com/role-arn", ROLE);
        try (SecretsClient client = open(WEB, credentials)) {
            ProviderException refusal =
                    catchThrowableOfType(ProviderException.class, () -> read(client));

            assertThat(refusal.kind()).isEqualTo(Kind.MISSING_CREDENTIALS);
        }
    }

    @Test
    void aRoleThatIsRefusedConcernsTheStore() throws Exception {
        aws.refuseSessions(Answer.sessionError("AccessDenied", "not authorized to assume " + ROLE));
        try (SecretsClient client = open(WEB, app())) {
            ProviderException refusal =
                    catchThrowableOfType(ProviderException.class, () -> read(client));

            assertThat(refusal.kind()).isEqualTo(Kind.UNAUTHENTICATED);
            assertThat(refusal.concernsStore()).isTrue();
            assertThat(refusal.getMessage())
                    .contains("AccessDenied", ROLE)
                    .doesNotContain("token-of-app");
        }
        assertThat(aws.calls("AssumeRole")).isEmpty();
    }

    @Test
    void aTokenThatAwsDoesNotTrustIsSaidToBeSo() throws Exception {
        aws.refuseSessions(
                Answer.sessionError("InvalidIdentityToken", "No OpenIDConnect provider found"));
        try (SecretsClient client = open(WEB, app())) {
            ProviderException refusal =
                    catchThrowableOfType(ProviderException.class, () -> read(client));

            assertThat(refusal.kind()).isEqualTo(Kind.UNAUTHENTICATED);
            assertThat(refusal.getMessage()).contains("token", "No OpenIDConnect provider found");
        }
    }
}
