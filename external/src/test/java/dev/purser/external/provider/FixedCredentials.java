package dev.purser.external.provider;

import dev.purser.external.secret.SecretValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Credentials that a test lays down, whatever namespace is asked for. Laid down before use;
/// thread-safe from then on.
public final class FixedCredentials implements Credentials {
    private final Map<String, SecretValue> secrets = new HashMap<>();
    private final Map<String, SecretValue> configMaps = new HashMap<>();
    private final Map<String, Supplier<String>> tokens = new HashMap<>();
    private final Map<String, String> annotations = new HashMap<>();
    private final AtomicInteger issued = new AtomicInteger();

    /// Lays down a key of a Secret.
    public FixedCredentials withSecret(String name, String key, String value) {
        secrets.put(name + "/" + key, SecretValue.of(value));
        return this;
    }

    /// Lays down a key of a ConfigMap.
    public FixedCredentials withConfigMap(String name, String key, String value) {
        configMaps.put(name + "/" + key, SecretValue.of(value));
        return this;
    }

    /// Lays down where the tokens of a service account come from.
    public FixedCredentials withToken(String serviceAccount, Supplier<String> tokens) {
        this.tokens.put(serviceAccount, tokens);
        return this;
    }

    /// Lays down an annotation of a service account.
    public FixedCredentials withAnnotation(String serviceAccount, String name, String value) {
        annotations.put(serviceAccount + "/" + name, value);
        return this;
    }

    /// How many tokens of service accounts were asked for.
    public int issuedTokens() {
        return issued.get();
    }

    @Override
    public SecretValue secret(JsonNode reference) throws ProviderException {
        return keyOf("Secret", secrets, reference);
    }

    @Override
    public SecretValue configMap(JsonNode reference) throws ProviderException {
        return keyOf("ConfigMap", configMaps, reference);
    }

    private static SecretValue keyOf(
            String kind, Map<String, SecretValue> values, JsonNode reference)
            throws ProviderException {
        String key = reference.path("key").asString("");
        if (key.isEmpty()) {
            throw new ProviderException(
                    ProviderException.Kind.BAD_CONFIGURATION,
                    "a reference to a %s names no key".formatted(kind));
        }
        return found(kind, values, reference.path("name").asString("") + "/" + key);
    }

    @Override
    public SecretValue serviceAccountToken(
            JsonNode reference, List<String> audiences, Duration lifetime)
            throws ProviderException {
        issued.incrementAndGet();
        return SecretValue.of(
                found("ServiceAccount", tokens, reference.path("name").asString("")).get());
    }

    @Override
    public String serviceAccountAnnotation(JsonNode reference, String annotation) {
        return annotations.getOrDefault(reference.path("name").asString("") + "/" + annotation, "");
    }

    private static <T> T found(String kind, Map<String, T> values, String name)
            throws ProviderException {
        T value = values.get(name);
        if (value == null) {
            throw new ProviderException(
                    ProviderException.Kind.MISSING_CREDENTIALS,
                    "there is no %s %s".formatted(kind, name));
        }
        return value;
    }
}
