package dev.purser.external.provider.vault;

import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.json.JsonSecret;
import dev.purser.external.secret.SecretValue;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An opened store of Vault's key/value engine.
final class VaultClient implements SecretsClient {
    /// What the engine itself knows of a value, besides what its owner notes.
    private static final List<String> SYSTEM_METADATA =
            List.of("created_time", "current_version", "delete_version_after");

    private final KvPaths paths;
    private final VaultData data;
    private final VaultTokens tokens;
    private final VaultSession session;
    private final HttpClient http;

    /// @param http closed with the store
    VaultClient(
            KvPaths paths,
            VaultData data,
            VaultTokens tokens,
            VaultSession session,
            HttpClient http) {
        this.paths = paths;
        this.data = data;
        this.tokens = tokens;
        this.session = session;
        this.http = http;
    }

    /// Something that is asked with a token.
    private interface Question<T> {
        T ask(SecretValue token) throws ProviderException, InterruptedException;
    }

    @Override
    public SecretValue secret(RemoteKey key) throws ProviderException, InterruptedException {
        JsonSecret found = key.metadata() ? metadata(key.key()) : value(key);
        if (key.property().isEmpty()) {
            return found.value();
        }
        Optional<SecretValue> property =
                found.member(key.property())
                        .map(JsonSecret::value)
                        .or(() -> found.property(key.property()));
        if (property.isEmpty()) {
            throw new ProviderException(
                    Kind.NOT_FOUND,
                    "%s has no property %s".formatted(paths.data(key.key()), key.property()));
        }
        return property.get();
    }

    @Override
    public Map<String, SecretValue> properties(RemoteKey key)
            throws ProviderException, InterruptedException {
        SecretValue value = secret(key);
        return JsonSecret.parse(value)
                .flatMap(JsonSecret::properties)
                .orElseThrow(() ->
                        new ProviderException(
                                Kind.BAD_VALUE,
                                "the property %s of %s is no object"
                                        .formatted(key.property(), key.key())));
    }

    @Override
    public Map<String, SecretValue> find(FindQuery query)
            throws ProviderException, InterruptedException {
        if (query.name().isEmpty() && !query.tags().isEmpty() && paths.version() == KvVersion.V1) {
            throw noMetadata();
        }
        return new VaultSearch(this::names, this::metadata, key -> value(RemoteKey.of(key)))
                .find(query);
    }

    @Override
    public void validate() throws ProviderException, InterruptedException {
        if (session.isNobodys()) {
            return;
        }
        try {
            asked(this::lookedUp);
        } catch (ProviderException e) {
            // A token that was just made is good, even if it may not be asked about.
            if (e.kind() != Kind.DENIED || session.isLent()) {
                throw e;
            }
        }
    }

    private SecretValue lookedUp(SecretValue token) throws ProviderException, InterruptedException {
        tokens.lookUp(token);
        return token;
    }

    @Override
    public void close() {
        session.close();
        http.shutdownNow();
    }

    private JsonSecret value(RemoteKey key) throws ProviderException, InterruptedException {
        String path = paths.data(key.key());
        String version = version(key.version());
        JsonSecret found = asked(token -> data.read(token, path, version));
        if (paths.version() == KvVersion.V1) {
            return found;
        }
        return found.member("data")
                .filter(JsonSecret::isObject)
                .orElseThrow(() ->
                        new ProviderException(
                                Kind.NOT_FOUND, "the newest version of " + path + " is deleted"));
    }

    private String version(String version) throws ProviderException {
        if (version.isEmpty()) {
            return version;
        }
        if (paths.version() == KvVersion.V1) {
            throw new ProviderException(
                    Kind.UNSUPPORTED, "the engine's version v1 keeps no older versions of a value");
        }
        if (!version.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ProviderException(
                    Kind.UNSUPPORTED, "versions of Vault are numbers, unlike \"" + version + "\"");
        }
        return version;
    }

    /// What is known of a key: texts by name, those of its owner before those of the engine.
    private JsonSecret metadata(String key) throws ProviderException, InterruptedException {
        if (paths.version() == KvVersion.V1) {
            throw noMetadata();
        }
        String path = paths.metadata(key);
        JsonSecret found = asked(token -> data.read(token, path, ""));
        TreeMap<String, String> known = new TreeMap<>();
        for (String name : SYSTEM_METADATA) {
            found.member(name).ifPresent(value -> known.put(name, value.value().text()));
        }
        found.member("custom_metadata")
                .flatMap(JsonSecret::properties)
                .ifPresent(own -> own.forEach((name, value) -> known.put(name, value.text())));
        return JsonSecret.of(known);
    }

    private List<String> names(String folder) throws ProviderException, InterruptedException {
        String path = paths.metadata(folder);
        return asked(token -> data.list(token, path));
    }

    private static ProviderException noMetadata() {
        return new ProviderException(
                Kind.UNSUPPORTED, "the engine's version v1 keeps no metadata, and so no tags");
    }

    /// Asks again with another token if Vault does not accept this one.
    private <T> T asked(Question<T> question) throws ProviderException, InterruptedException {
        SecretValue token = session.token();
        try {
            return question.ask(token);
        } catch (ProviderException e) {
            if (e.getCause() instanceof VaultRefusal) {
                throw confirmed(token, e);
            }
            if (e.kind() != Kind.UNAUTHENTICATED && e.kind() != Kind.DENIED) {
                throw e;
            }
            Optional<ProviderException> rejection = rejection(token, e);
            if (rejection.isEmpty()) {
                throw e;
            }
            Optional<SecretValue> other = session.instead(token);
            if (other.isEmpty()) {
                throw rejection.get();
            }
            return question.ask(other.get());
        }
    }

    /// What something before Vault refuses is no trouble of the store's as long as Vault answers
    /// another question.
    private ProviderException confirmed(SecretValue token, ProviderException failure)
            throws InterruptedException {
        try {
            tokens.lookUp(token);
            return failure;
        } catch (ProviderException e) {
            return e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.THROTTLED ? e : failure;
        }
    }

    /// Why the token may be of no use, and not what was asked for. Some servers say nothing of it
    /// when they refuse, so they are asked.
    private Optional<ProviderException> rejection(SecretValue token, ProviderException refusal)
            throws InterruptedException {
        if (refusal.kind() == Kind.UNAUTHENTICATED) {
            return Optional.of(refusal);
        }
        try {
            tokens.lookUp(token);
            return Optional.empty();
        } catch (ProviderException e) {
            return switch (e.kind()) {
                case UNAUTHENTICATED -> Optional.of(e);
                case DENIED -> Optional.of(refusal);
                default -> Optional.empty();
            };
        }
    }
}
