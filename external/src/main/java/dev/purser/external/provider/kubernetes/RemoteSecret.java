package dev.purser.external.provider.kubernetes;

import dev.purser.api.meta.KubeObject;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.json.JsonSecret;
import dev.purser.external.secret.SecretValue;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;

/// A Secret as it came from the cluster. Immutable.
final class RemoteSecret {
    private static final String LABELS = "labels";
    private static final String ANNOTATIONS = "annotations";

    private final String name;
    private final RemoteNamespace namespace;
    private final SortedMap<String, SecretValue> data;
    private final SortedMap<String, SecretValue> metadata;

    private RemoteSecret(
            String name,
            RemoteNamespace namespace,
            SortedMap<String, SecretValue> data,
            SortedMap<String, SecretValue> metadata) {
        this.name = name;
        this.namespace = namespace;
        this.data = data;
        this.metadata = metadata;
    }

    /// @throws ProviderException when the answer is no Secret, and so the server no Kubernetes
    static RemoteSecret of(KubeObject object, RemoteNamespace namespace) throws ProviderException {
        if (!object.kind().equals("Secret")) {
            throw strange(namespace);
        }
        SortedMap<String, SecretValue> metadata = new TreeMap<>();
        metadata.put(LABELS, json(object.metadata().path(LABELS), object.labels()));
        metadata.put(ANNOTATIONS, json(object.metadata().path(ANNOTATIONS), object.annotations()));
        return new RemoteSecret(object.name(), namespace, data(object, namespace), metadata);
    }

    private static ProviderException strange(RemoteNamespace namespace) {
        return new ProviderException(
                Kind.UNAVAILABLE, namespace.server() + " gave no answer of an API server");
    }

    private static SortedMap<String, SecretValue> data(KubeObject object, RemoteNamespace namespace)
            throws ProviderException {
        SortedMap<String, SecretValue> data = new TreeMap<>();
        try {
            for (Map.Entry<String, JsonNode> entry : object.json().path("data").properties()) {
                data.put(entry.getKey(), SecretValue.of(entry.getValue().binaryValue()));
            }
        } catch (JsonNodeException e) {
            // Its message shows what it could not read.
            throw strange(namespace);
        }
        return data;
    }

    /// What there is none of is `null`, as the External Secrets Operator has it.
    private static SecretValue json(JsonNode given, Map<String, String> texts) {
        return given.isObject()
                ? JsonSecret.of(new TreeMap<>(texts)).value()
                : SecretValue.of("null");
    }

    /// What a reference asks for: one value, or all of them as JSON.
    SecretValue value(RemoteKey key) throws ProviderException {
        SortedMap<String, SecretValue> values = key.metadata() ? metadata : data;
        String property = key.property();
        if (property.isEmpty()) {
            return key.metadata() ? allMetadata() : JsonSecret.of(texts(values)).value();
        }
        return property(values, property)
                .orElseThrow(() ->
                        new ProviderException(
                                Kind.NOT_FOUND,
                                "the Secret %s in %s has no %s %s"
                                        .formatted(
                                                name,
                                                namespace,
                                                key.metadata() ? "metadata" : "key",
                                                property)));
    }

    private SecretValue allMetadata() {
        return SecretValue.of(
                metadata.entrySet().stream()
                        .map(part -> "\"%s\":%s".formatted(part.getKey(), part.getValue().text()))
                        .collect(Collectors.joining(",", "{", "}")));
    }

    private static SortedMap<String, String> texts(Map<String, SecretValue> values) {
        SortedMap<String, String> texts = new TreeMap<>();
        values.forEach((key, value) -> texts.put(key, value.text()));
        return texts;
    }

    /// The value of a key or, since keys have dots themselves, of the longest key that the property
    /// begins with and whose value is JSON that has the rest.
    private static Optional<SecretValue> property(
            Map<String, SecretValue> values, String property) {
        SecretValue whole = values.get(property);
        if (whole != null) {
            return Optional.of(whole);
        }
        for (int dot = property.lastIndexOf('.');
                dot > 0;
                dot = property.lastIndexOf('.', dot - 1)) {
            SecretValue outer = values.get(property.substring(0, dot));
            String rest = property.substring(dot + 1);
            if (outer != null && !rest.isEmpty()) {
                return JsonSecret.parse(outer).flatMap(json -> json.property(rest));
            }
        }
        return Optional.empty();
    }

    /// The keys with their values, or the members of one that is JSON.
    Map<String, SecretValue> properties(RemoteKey key) throws ProviderException {
        if (key.property().isEmpty()) {
            return key.metadata() ? metadata : data;
        }
        return JsonSecret.parse(value(key))
                .flatMap(JsonSecret::properties)
                .orElseThrow(() ->
                        new ProviderException(
                                Kind.BAD_VALUE,
                                "%s of the Secret %s in %s is no JSON object"
                                        .formatted(key.property(), name, namespace)));
    }

    @Override
    public String toString() {
        return "Secret %s in %s".formatted(name, namespace);
    }
}
