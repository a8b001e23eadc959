package dev.purser.external.provider.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.RetryOptions;
import java.time.Duration;
import java.util.function.Supplier;

/// How all clients speak with Azure: with limits of time, without tries of their own (the engine
/// tries again, with all stores in view), and without logging what they send.
final class AzureConnection {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final int NO_RETRIES = 0;

    private final HttpClient http;

    AzureConnection(Supplier<java.net.http.HttpClient.Builder> http, Duration answerMax) {
        this.http =
                new JdkHttpClientBuilder(http.get())
                        .connectionTimeout(
                                CONNECT_MAX.compareTo(answerMax) < 0 ? CONNECT_MAX : answerMax)
                        .writeTimeout(answerMax)
                        .responseTimeout(answerMax)
                        .readTimeout(answerMax)
                        .build();
    }

    HttpClient http() {
        return http;
    }

    RetryOptions retries() {
        return new RetryOptions(new FixedDelayOptions(NO_RETRIES, Duration.ofSeconds(1)));
    }

    HttpLogOptions log() {
        return new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE);
    }
}
