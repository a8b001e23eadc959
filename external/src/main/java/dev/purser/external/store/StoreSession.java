package dev.purser.external.store;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.purser.api.codec.GoPattern;
import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.secret.SecretValue;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// A store as one namespace may use it. Holds nothing open; thread-safe.
public final class StoreSession {
    private final StoreSpec spec;
    private final StoreSlot slot;
    private final CallGate gate;

    StoreSession(StoreSpec spec, StoreSlot slot, CallGate gate) {
        this.spec = spec;
        this.slot = slot;
        this.gate = gate;
    }

    /// Values by their keys: what two questions of one type share.
    private record Values(Map<String, SecretValue> byKey) {}

    private record PropertiesOf(RemoteKey key) {}

    private record Found(String path, String expression, Map<String, String> tags) {}

    /// The value of a key, or of a property of it.
    public SecretValue secret(RemoteKey key) throws ProviderException, InterruptedException {
        return slot.reads()
                .read(
                        key,
                        SecretValue.class,
                        () -> slot.call(spec, gate, "GetSecret", client -> client.secret(key)));
    }

    /// All properties of a key.
    public Map<String, SecretValue> properties(RemoteKey key)
            throws ProviderException, InterruptedException {
        return slot.reads()
                .read(
                        new PropertiesOf(key),
                        Values.class,
                        () ->
                                slot.call(
                                        spec,
                                        gate,
                                        "GetSecretMap",
                                        client -> new Values(Map.copyOf(client.properties(key)))))
                .byKey();
    }

    /// All keys that a search finds.
    ///
    /// @param path empty for all of the store
    /// @param expression that names match; empty when names do not matter
    public Map<String, SecretValue> find(String path, String expression, Map<String, String> tags)
            throws ProviderException, InterruptedException {
        FindQuery query = new FindQuery(path, name(expression), tags);
        return slot.reads()
                .read(
                        new Found(path, expression, Map.copyOf(tags)),
                        Values.class,
                        () ->
                                slot.call(
                                        spec,
                                        gate,
                                        "GetAllSecrets",
                                        client -> new Values(Map.copyOf(client.find(query)))))
                .byKey();
    }

    private static Optional<Predicate<String>> name(String expression) throws ProviderException {
        if (expression.isEmpty()) {
            return Optional.empty();
        }
        try {
            Pattern pattern = GoPattern.compile(expression);
            return Optional.of(name -> pattern.matcher(name).find());
        } catch (PatternSyntaxException e) {
            throw new ProviderException(
                    Kind.BAD_VALUE,
                    "could not compile find.name.regexp [%s]: %s"
                            .formatted(expression, e.getMessage()));
        }
    }

    /// Asks the provider whether the credentials are good.
    void validate() throws ProviderException, InterruptedException {
        var _ =
                slot.call(
                        spec,
                        gate,
                        "Validate",
                        client -> {
                            validate(client);
                            return spec;
                        });
    }

    private static void validate(SecretsClient client)
            throws ProviderException, InterruptedException {
        client.validate();
    }
}
