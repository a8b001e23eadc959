package dev.purser.external.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// Roles as moto gives them.
@EnabledIfEnvironmentVariable(
        named = MotoServer.VARIABLE,
        matches = ".+",
        disabledReason = MotoServer.NOT_RUN)
class AwsRolesTests {
    private static final String TRUST =
            MotoServer.ALL.formatted(
                    "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":\"*\"}}");
    private static final String MAY_ASSUME =
            MotoServer.ALL.formatted(
                    "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"}");
    private static final String MAY_READ =
            MotoServer.ALL.formatted(
                    "{\"Effect\":\"Allow\",\"Action\":\"secretsmanager:*\",\"Resource\":\"*\"}");

    private MotoServer moto;

    @BeforeEach
    void start() throws Exception {
        moto = MotoServer.start();
        try (SecretsManagerClient writer =
                SecretsManagerClient.builder()
                        .endpointOverride(moto.address())
                        .region(Region.of(MotoServer.REGION))
                        .credentialsProvider(new MotoServer.Keys("any", "any").provider())
                        .httpClient(UrlConnectionHttpClient.create())
                        .build()) {
            writer.createSecret(ask -> ask.name("db").secretString("value"));
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (moto != null) {
            moto.close();
        }
    }

    private String read(String spec, FixedCredentials credentials) throws Exception {
        try (SecretsClient client =
                AwsStores.open(AwsStores.provider(moto.address()), spec, credentials)) {
            client.validate();
            return client.secret(RemoteKey.of("db")).text();
        }
    }

    @Test
    void aRoleMayWhatItsUserMayNot() throws Exception {
        MotoServer.Keys keys = moto.user("app", MAY_ASSUME);
        String role = moto.role("reader", MAY_READ, TRUST);
        moto.beStrict();
        FixedCredentials credentials = AwsStores.keys(keys.id(), keys.key());

        assertThat(
                        read(
                                AwsStores.byKeys(
                                        "\"service\": \"SecretsManager\", \"role\": \"%s\""
                                                .formatted(role)),
                                credentials))
                .isEqualTo("value");
        ProviderException alone =
                catchThrowableOfType(
                        ProviderException.class,
                        () ->
                                read(
                                        AwsStores.byKeys("\"service\": \"SecretsManager\""),
                                        credentials));
        assertThat(alone.kind()).as("%s", alone.getMessage()).isEqualTo(Kind.DENIED);
    }

    @Test
    void aServiceAccountReads() throws Exception {
        String role = moto.role("reader", MAY_READ, TRUST);
        FixedCredentials credentials =
                new FixedCredentials()
                        .withAnnotation("app", "eks.amazonaws.com/role-arn", role)
                        .withToken("app", () -> "token");

        assertThat(
                        read(
                                """
                                {"service": "SecretsManager", "region": "eu-central-1",
                                 "auth": {"jwt": {"serviceAccountRef": {"name": "app"}}}}
                                """,
                                credentials))
                .isEqualTo("value");
    }
}
