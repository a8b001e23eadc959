package dev.purser.external.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.aws.AwsStandIn.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said when AWS does not give what it is asked for.
class AwsErrorsTests {
    private static final String CANARY = "canary-5d1f0c";
    private static final String KEY = "wJalrXUtnFEMI-canary-5d1f0c";

    private AwsStandIn aws;
    private SecretsClient client;

    @BeforeEach
    void open() throws Exception {
        aws = new AwsStandIn();
        client = open(aws.address(), "SecretsManager");
    }

    private static SecretsClient open(URI address, String service) throws Exception {
        return AwsStores.open(
                AwsStores.provider(address, Duration.ofSeconds(2)),
                AwsStores.byKeys("\"service\": \"%s\"".formatted(service)),
                AwsStores.keys("AKIAEXAMPLE", KEY));
    }

    @AfterEach
    void close() {
        client.close();
        aws.close();
    }

    private static ProviderException refusal(SecretsClient client) {
        return catchThrowableOfType(
                ProviderException.class, () -> client.secret(RemoteKey.of("db/pw")));
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments(
                        "ResourceNotFoundException",
                        "can't find",
                        Kind.NOT_FOUND,
                        "secret 'db/pw'"),
                arguments(
                        "InvalidRequestException",
                        "You can't perform this operation on the secret because it was marked for"
                                + " deletion.",
                        Kind.NOT_FOUND,
                        "has no secret 'db/pw'"),
                arguments(
                        "AccessDeniedException",
                        "User: arn:aws:iam::1:user/u is not authorized to perform:"
                                + " secretsmanager:GetSecretValue",
                        Kind.DENIED,
                        "arn:aws:iam::1:user/u is not authorized"),
                arguments("DecryptionFailure", "key disabled", Kind.DENIED, "cannot decrypt"),
                arguments("ExpiredTokenException", "expired", Kind.UNAUTHENTICATED, "has expired"),
                arguments(
                        "UnrecognizedClientException",
                        "The security token included in the request is invalid.",
                        Kind.UNAUTHENTICATED,
                        "does not know the access key"),
                arguments(
                        "InvalidSignatureException",
                        "the canonical string should have been " + CANARY,
                        Kind.UNAUTHENTICATED,
                        "secret access key"),
                arguments("ThrottlingException", "Rate exceeded", Kind.THROTTLED, "fewer requests"),
                arguments("ValidationException", "Invalid name", Kind.BAD_VALUE, "Invalid name"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anErrorHasPlainWords(String code, String message, Kind kind, String words) {
        aws.answer(Answer.error(400, code, message));

        ProviderException refusal = refusal(client);

        assertThat(refusal.kind()).as("%s", refusal.getMessage()).isEqualTo(kind);
        assertThat(refusal.getMessage()).contains(words).doesNotContain(CANARY);
        assertThat(aws.calls("GetSecretValue")).as("tries").hasSize(1);
    }

    @Test
    void aPauseIsPassedOn() {
        aws.answer(
                Answer.error(400, "ThrottlingException", "Rate exceeded").with("Retry-After", "7"));

        assertThat(refusal(client).retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void aBrokenServiceIsUnavailable() {
        aws.answer(Answer.error(503, "InternalServiceError", CANARY));

        ProviderException refusal = refusal(client);

        assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(refusal.getMessage()).contains("503").doesNotContain(CANARY);
    }

    @Test
    void anAnswerThatIsNoneIsUnavailableAndNotShown() {
        aws.answer(Answer.value("{\"SecretString\": \"" + CANARY));

        ProviderException refusal = refusal(client);

        assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(refusal.getMessage()).doesNotContain(CANARY);
    }

    @Test
    void aMissingParameterIsNotFound() throws Exception {
        aws.answer(Answer.error(400, "ParameterNotFound", ""));
        try (SecretsClient parameters = open(aws.address(), "ParameterStore")) {
            assertThat(refusal(parameters).kind()).isEqualTo(Kind.NOT_FOUND);
        }
    }

    @Test
    void aHostThatIsNotThereIsNamed() throws Exception {
        try (SecretsClient lost =
                open(URI.create("http://secretsmanager.nowhere.invalid"), "SecretsManager")) {
            ProviderException refusal = refusal(lost);

            assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(refusal.getMessage()).contains("secretsmanager.nowhere.invalid", "region");
        }
    }

    @Test
    void whoeverIsInterruptedIsToldSo() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        FutureTask<Throwable> asking =
                new FutureTask<>(() -> {
                    Thread.currentThread().interrupt();
                    asked.countDown();
                    return catchThrowableOfType(
                            InterruptedException.class, () -> client.secret(RemoteKey.of("db/pw")));
                });
        Thread.ofVirtual().start(asking);
        asked.await();

        assertThat(asking.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void validationTellsWrongKeysFromPowerlessOnes() throws Exception {
        aws.answer(Answer.error(400, "AccessDeniedException", "not authorized"));
        client.validate();

        aws.answer(Answer.error(400, "UnrecognizedClientException", "invalid"));
        assertThat(catchThrowableOfType(ProviderException.class, client::validate).kind())
                .isEqualTo(Kind.UNAUTHENTICATED);
    }

    static Stream<Arguments> configurations() {
        return Stream.of(
                arguments("{\"service\": \"SecretsManager\", \"region\": \"a.b/c\"}", "a.b/c"),
                arguments("{\"service\": \"SecretsManager\"}", "region"),
                arguments("{\"service\": \"S3\", \"region\": \"eu-west-1\"}", "S3"),
                arguments(
                        "{\"service\": \"ParameterStore\", \"region\": \"eu-west-1\"}",
                        "names no credentials"),
                arguments(
                        AwsStores.byKeys(
                                "\"service\": \"SecretsManager\", \"sessionTagsPolicy\": \"Simple\""),
                        "sessionTagsPolicy Simple"));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void aConfigurationOfNoUseIsRefused(String spec, String words) {
        ProviderException refusal =
                catchThrowableOfType(
                        ProviderException.class,
                        () ->
                                AwsStores.open(
                                        AwsStores.provider(aws.address()),
                                        spec,
                                        AwsStores.keys("id", "key")));

        assertThat(refusal.kind()).isEqualTo(Kind.BAD_CONFIGURATION);
        assertThat(refusal.getMessage()).contains(words);
        assertThat(aws.calls("")).isEmpty();
    }

    @Test
    void keysThatAreMissingAreNamed() {
        ProviderException refusal =
                catchThrowableOfType(
                        ProviderException.class,
                        () ->
                                AwsStores.open(
                                        AwsStores.provider(aws.address()),
                                        AwsStores.byKeys("\"service\": \"SecretsManager\""),
                                        new FixedCredentials()));

        assertThat(refusal.kind()).isEqualTo(Kind.MISSING_CREDENTIALS);
    }
}
