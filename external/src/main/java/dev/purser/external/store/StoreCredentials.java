package dev.purser.external.store;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.ApiUnavailableException;
import dev.purser.controllers.object.Resources;
import dev.purser.external.provider.Credentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.secret.SecretValue;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Reads a store's credentials through the API, and remembers which versions of them, so that a
/// change of one is seen. Thread-safe.
final class StoreCredentials implements Credentials {
    private static final Duration SHORTEST_TOKEN = Duration.ofMinutes(10);
    private static final String MISSING = "";

    private final Api api;
    private final StoreKind kind;
    private final String namespace;
    private final Map<ObjectRef, String> versions = new ConcurrentHashMap<>();

    /// @param namespace the store's own; of a ClusterSecretStore, that of the user for references
    ///   that name none, or empty if there are no such references
    StoreCredentials(Api api, StoreKind kind, String namespace) {
        this.api = api;
        this.kind = kind;
        this.namespace = namespace;
    }

    @Override
    public SecretValue secret(JsonNode reference) throws ProviderException {
        KubeObject secret = read(Resources.SECRETS, "Secret", reference);
        JsonNode value = secret.json().path("data").path(key(reference));
        return SecretValue.of(Base64.getDecoder().decode(present(value, "Secret", reference)));
    }

    @Override
    public SecretValue configMap(JsonNode reference) throws ProviderException {
        KubeObject map = read(Resources.CONFIG_MAPS, "ConfigMap", reference);
        String key = key(reference);
        JsonNode binary = map.json().path("binaryData").path(key);
        return binary.isString()
                ? SecretValue.of(Base64.getDecoder().decode(binary.asString("")))
                : SecretValue.of(
                        present(map.json().path("data").path(key), "ConfigMap", reference));
    }

    private static String key(JsonNode reference) throws ProviderException {
        String key = reference.path("key").asString("");
        if (key.isEmpty()) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "the reference to \"%s\" names no key"
                            .formatted(reference.path("name").asString("")));
        }
        return key;
    }

    private String present(JsonNode value, String type, JsonNode reference)
            throws ProviderException {
        if (value.asString("").isEmpty()) {
            throw new ProviderException(
                    Kind.MISSING_CREDENTIALS,
                    "%s \"%s\" in namespace \"%s\" has nothing under the key \"%s\""
                            .formatted(
                                    type,
                                    reference.path("name").asString(""),
                                    namespaceOf(reference),
                                    reference.path("key").asString("")));
        }
        return value.asString("");
    }

    @Override
    public SecretValue serviceAccountToken(
            JsonNode reference, List<String> audiences, Duration lifetime)
            throws ProviderException {
        ObjectRef account = reference(Resources.SERVICE_ACCOUNTS, "ServiceAccount", reference);
        KubeObject request =
                KubeObject.named(
                        new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest"),
                        account.namespace(),
                        account.name());
        Set<String> all = new LinkedHashSet<>(audiences);
        reference.path("audiences").forEach(audience -> all.add(audience.asString("")));
        if (!all.isEmpty()) {
            ArrayNode list = request.spec().putArray("audiences");
            all.forEach(list::add);
        }
        Duration asked = lifetime.compareTo(SHORTEST_TOKEN) < 0 ? SHORTEST_TOKEN : lifetime;
        request.spec().put("expirationSeconds", asked.toSeconds());
        try {
            KubeObject answer = api.createSubresource(account, "token", request);
            return SecretValue.of(answer.json().path("status").path("token").asString(""));
        } catch (StatusException e) {
            throw refused(account, "ServiceAccount", e);
        } catch (ApiUnavailableException e) {
            throw unreachable();
        }
    }

    @Override
    public String serviceAccountAnnotation(JsonNode reference, String annotation)
            throws ProviderException {
        return read(Resources.SERVICE_ACCOUNTS, "ServiceAccount", reference)
                .annotations()
                .getOrDefault(annotation, "");
    }

    private KubeObject read(GroupVersionResource resource, String type, JsonNode reference)
            throws ProviderException {
        ObjectRef object = reference(resource, type, reference);
        try {
            KubeObject found = api.get(resource, object.namespace(), object.name());
            versions.put(object, found.resourceVersion());
            return found;
        } catch (StatusException e) {
            versions.put(object, MISSING);
            throw refused(object, type, e);
        } catch (ApiUnavailableException e) {
            throw unreachable();
        }
    }

    private ObjectRef reference(GroupVersionResource resource, String type, JsonNode reference)
            throws ProviderException {
        String name = reference.path("name").asString("");
        if (name.isEmpty()) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION, "a reference to a %s has no name".formatted(type));
        }
        return new ObjectRef(resource, namespaceOf(reference), name);
    }

    private String namespaceOf(JsonNode reference) throws ProviderException {
        String named = reference.path("namespace").asString("");
        boolean free = kind == StoreKind.CLUSTER_SECRET_STORE;
        if (!named.isEmpty() && !free && !named.equals(namespace)) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "a SecretStore reads the credentials of its own namespace alone, and a reference names \"%s\""
                            .formatted(named));
        }
        String effective = named.isEmpty() ? namespace : named;
        if (effective.isEmpty()) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "the reference to \"%s\" names no namespace"
                            .formatted(reference.path("name").asString("")));
        }
        return effective;
    }

    private static ProviderException refused(ObjectRef object, String type, StatusException e) {
        String why = e.reason() == StatusReason.NOT_FOUND ? "it is not there" : e.getMessage();
        return new ProviderException(
                Kind.MISSING_CREDENTIALS,
                "cannot read %s \"%s\" in namespace \"%s\": %s"
                        .formatted(type, object.name(), object.namespace(), why));
    }

    private static ProviderException unreachable() {
        return new ProviderException(Kind.UNAVAILABLE, "the API server cannot be reached");
    }

    /// Whether anything that was read is another now.
    boolean haveChanged() {
        return versions.entrySet().stream()
                .anyMatch(read -> !currentVersion(read.getKey()).equals(read.getValue()));
    }

    private String currentVersion(ObjectRef object) {
        try {
            return api.get(object.resource(), object.namespace(), object.name()).resourceVersion();
        } catch (StatusException e) {
            return MISSING;
        } catch (ApiUnavailableException e) {
            // Nothing is known; what is open stays open.
            return versions.getOrDefault(object, MISSING);
        }
    }
}
