package dev.purser.external.provider.azure;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;

/// What holds for all stores of Azure.
///
/// @param ambient whether stores without credentials may use those of this machine
/// @param http makes connections to Azure
/// @param answerMax how long Azure may take for one answer; what is asked for may need three
public record AzureSettings(
        Ambient ambient, Supplier<HttpClient.Builder> http, Duration answerMax) {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /// Whether the identity of the machine itself (its environment, its managed identity) is for
    /// stores to use. It belongs to whoever runs the server, and a store is made by whoever may
    /// create stores.
    public enum Ambient {
        REFUSED,
        ALLOWED
    }

    /// The usual limits, and connections as the JDK makes them.
    public static AzureSettings of(Ambient ambient) {
        return new AzureSettings(ambient, HttpClient::newBuilder, ANSWER_MAX);
    }
}
