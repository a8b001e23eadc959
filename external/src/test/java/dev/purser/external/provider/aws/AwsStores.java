package dev.purser.external.provider.aws;

import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import dev.purser.external.provider.aws.AwsSettings.Ambient;
import dev.purser.external.provider.aws.AwsSettings.Endpoints;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Opens stores as their specifications say, at a server of the test.
final class AwsStores {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(4);

    private AwsStores() {}

    static AwsProvider provider(URI address) {
        return provider(address, ANSWER_MAX);
    }

    static AwsProvider provider(URI address, Duration answerMax) {
        Optional<URI> here = Optional.of(address);
        return new AwsProvider(
                new AwsSettings(new Endpoints(here, here, here), Ambient.REFUSED, answerMax));
    }

    static FixedCredentials keys(String id, String key) {
        return new FixedCredentials()
                .withSecret("aws", "id", id + "\n")
                .withSecret("aws", "key", key);
    }

    /// @param service and whatever else stands beside the credentials
    static String byKeys(String service) {
        return """
        {"region": "eu-central-1", %s,
         "auth": {"secretRef": {
           "accessKeyIDSecretRef": {"name": "aws", "key": "id"},
           "secretAccessKeySecretRef": {"name": "aws", "key": "key"}}}}
        """
                .formatted(service);
    }

    static SecretsClient open(AwsProvider provider, String spec, FixedCredentials credentials)
            throws Exception {
        return provider.open(config(spec, credentials));
    }

    static StoreConfig config(String spec, FixedCredentials credentials) {
        return new StoreConfig("team", "aws", json(spec), credentials);
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
