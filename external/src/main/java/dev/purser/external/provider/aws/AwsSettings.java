package dev.purser.external.provider.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What holds for all stores of AWS.
///
/// @param endpoints addresses in place of AWS' own
/// @param ambient whether stores without credentials may use those of this machine
/// @param answerMax how long a call may take in all
public record AwsSettings(Endpoints endpoints, Ambient ambient, Duration answerMax) {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    /// Whether the credentials of the machine itself (its environment, its files, its instance
    /// profile) are for stores to use. They belong to whoever runs the server, and a store is made
    /// by whoever may create stores.
    public enum Ambient {
        REFUSED,
        ALLOWED
    }

    /// Addresses of services, such as those of private endpoints; empty where AWS' own are meant.
    public record Endpoints(
            Optional<URI> secretsManager, Optional<URI> parameterStore, Optional<URI> tokens) {
        public static final Endpoints AWS =
                new Endpoints(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// The usual limits, and addresses of the variables that External Secrets Operator knows too:
    /// `AWS_SECRETSMANAGER_ENDPOINT`, `AWS_SSM_ENDPOINT`, `AWS_STS_ENDPOINT`.
    ///
    /// @throws IllegalArgumentException if an address is none
    public static AwsSettings of(Map<String, String> environment, Ambient ambient) {
        return new AwsSettings(
                new Endpoints(
                        address(environment, "AWS_SECRETSMANAGER_ENDPOINT"),
                        address(environment, "AWS_SSM_ENDPOINT"),
                        address(environment, "AWS_STS_ENDPOINT")),
                ambient,
                ANSWER_MAX);
    }

    private static Optional<URI> address(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isBlank())
                .map(URI::create);
    }
}
