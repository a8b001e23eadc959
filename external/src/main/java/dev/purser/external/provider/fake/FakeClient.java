package dev.purser.external.provider.fake;

import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.json.JsonSecret;
import dev.purser.external.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// The values of one store. Immutable.
final class FakeClient implements SecretsClient {
    /// What the store says of itself (`validationResult`).
    enum Validation {
        READY,
        UNKNOWN,
        ERROR
    }

    private final Map<FakeKey, SecretValue> values;
    private final Validation validation;

    /// @param values in the order of keys and versions
    FakeClient(Map<FakeKey, SecretValue> values, Validation validation) {
        this.values = values;
        this.validation = validation;
    }

    @Override
    public SecretValue secret(RemoteKey key) throws ProviderException {
        if (key.metadata()) {
            throw new ProviderException(Kind.UNSUPPORTED, "a fake store has no metadata");
        }
        SecretValue value = values.get(new FakeKey(key.key(), key.version()));
        if (value == null) {
            throw missing(key);
        }
        if (key.property().isEmpty()) {
            return value;
        }
        return JsonSecret.parse(value)
                .flatMap(json -> json.property(key.property()))
                .orElseThrow(() -> missing(key));
    }

    private static ProviderException missing(RemoteKey key) {
        String version = key.version().isEmpty() ? "" : " in version \"" + key.version() + "\"";
        String what = key.property().isEmpty() ? "" : " with property \"" + key.property() + "\"";
        return new ProviderException(
                Kind.NOT_FOUND, "there is no key \"%s\"%s%s".formatted(key.key(), version, what));
    }

    @Override
    public Map<String, SecretValue> properties(RemoteKey key) throws ProviderException {
        return JsonSecret.parse(secret(key))
                .flatMap(JsonSecret::properties)
                .orElseThrow(() ->
                        new ProviderException(
                                Kind.BAD_VALUE,
                                "the value of \"%s\" is no JSON object".formatted(key.key())));
    }

    @Override
    public Map<String, SecretValue> find(FindQuery query) throws ProviderException {
        if (!query.tags().isEmpty()) {
            throw new ProviderException(Kind.UNSUPPORTED, "a fake store has no tags");
        }
        Predicate<String> name = query.name().orElse(any -> true);
        Map<String, SecretValue> found = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.key().startsWith(query.path()) && name.test(key.key())) {
                found.put(key.key(), value);
            }
        });
        return found;
    }

    @Override
    public void validate() throws ProviderException {
        switch (validation) {
            case READY -> {
                return;
            }
            case UNKNOWN -> throw new ProviderException(Kind.UNSUPPORTED, "unable to validate");
            case ERROR -> throw new ProviderException(Kind.BAD_CONFIGURATION, "unable to validate");
        }
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
