package dev.purser.external.provider.fake;

import dev.purser.external.provider.Provider;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import dev.purser.external.secret.SecretValue;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Opens stores whose values stand in their own specification (`provider.fake.data`): not secret to
/// anybody who may read the store.
public final class FakeProvider implements Provider {
    private static final int UNKNOWN = 1;

    @Override
    public SecretsClient open(StoreConfig store) throws ProviderException {
        Map<FakeKey, SecretValue> values = new TreeMap<>();
        int position = 0;
        for (JsonNode entry : store.provider().path("data")) {
            String key = entry.path("key").asString("");
            if (key.isEmpty()) {
                throw new ProviderException(
                        Kind.BAD_CONFIGURATION, "key must be set in data %d".formatted(position));
            }
            values.put(
                    new FakeKey(key, entry.path("version").asString("")),
                    SecretValue.of(entry.path("value").asString("")));
            position++;
        }
        return new FakeClient(values, validation(store.provider().path("validationResult")));
    }

    private static FakeClient.Validation validation(JsonNode result) {
        return switch (result.asInt(0)) {
            case 0 -> FakeClient.Validation.READY;
            case UNKNOWN -> FakeClient.Validation.UNKNOWN;
            default -> FakeClient.Validation.ERROR;
        };
    }
}
