package dev.purser.external.provider.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/// Makes the SDK's clients: with limits of time, without tries of their own (the engine tries
/// again, with all stores in view), and blind to the configuration files of the machine.
final class AwsClients {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    /// A socket that blocks does not hear an interrupt, so that silence has a limit of its own.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private final AwsSettings.Endpoints endpoints;
    private final SdkHttpClient http;
    private final ClientOverrideConfiguration behaviour;

    AwsClients(AwsSettings.Endpoints endpoints, Duration answerMax) {
        this.endpoints = endpoints;
        this.http =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(shorter(CONNECT_MAX, answerMax))
                        .socketTimeout(shorter(SILENCE_MAX, answerMax))
                        .build();
        this.behaviour =
                ClientOverrideConfiguration.builder()
                        .apiCallTimeout(answerMax)
                        .scheduledExecutorService(clock())
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .build();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// Ends calls that take too long; the SDK would make five threads for each client.
    private static ScheduledExecutorService clock() {
        ScheduledThreadPoolExecutor clock =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("aws-timeouts").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    SecretsManagerClient secretsManager(String region, AwsCredentialsProvider credentials) {
        return client(
                SecretsManagerClient.builder(), endpoints.secretsManager(), region, credentials);
    }

    SsmClient parameterStore(String region, AwsCredentialsProvider credentials) {
        return client(SsmClient.builder(), endpoints.parameterStore(), region, credentials);
    }

    StsClient tokens(String region, AwsCredentialsProvider credentials) {
        return client(StsClient.builder(), endpoints.tokens(), region, credentials);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, Optional<URI> endpoint, String region, AwsCredentialsProvider credentials) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(Region.of(region))
                .credentialsProvider(credentials)
                .overrideConfiguration(behaviour)
                .httpClient(http)
                .build();
    }
}
