package dev.purser.external.provider.vault;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What a store says of its Vault, besides how to log in.
///
/// @param address without a slash at the end
/// @param namespace of Vault Enterprise and OpenBao; empty for none
/// @param loginNamespace that of the login, and so of the token
/// @param headers of every request
record VaultSettings(
        URI address,
        KvPaths paths,
        String namespace,
        String loginNamespace,
        Map<String, String> headers) {
    private static final String NAMESPACE = "X-Vault-Namespace";

    VaultSettings {
        headers = Map.copyOf(headers);
    }

    static VaultSettings of(JsonNode store) throws ProviderException {
        String namespace = text(store, "namespace");
        String login = text(store.path("auth"), "namespace");
        KvVersion version = version(text(store, "version"));
        if (version == KvVersion.V1
                && store.path("checkAndSet").path("required").asBoolean(false)) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION, "checkAndSet: the engine's version v1 has none");
        }
        return new VaultSettings(
                address(text(store, "server")),
                new KvPaths(Optional.of(text(store, "path")).filter(p -> !p.isBlank()), version),
                namespace,
                login.isEmpty() ? namespace : login,
                headers(store));
    }

    /// The headers of a request for a value.
    Map<String, String> dataHeaders() {
        return with(namespace);
    }

    /// The headers of a request for or with a token.
    Map<String, String> tokenHeaders() {
        return with(loginNamespace);
    }

    private Map<String, String> with(String name) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        if (!name.isEmpty()) {
            all.put(NAMESPACE, name);
        }
        return all;
    }

    private static URI address(String server) throws ProviderException {
        try {
            URI uri = URI.create(server.strip().replaceAll("/+$", ""));
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // told below, in the words of those who wrote it
        }
        throw new ProviderException(
                Kind.BAD_CONFIGURATION,
                "server: must be a URL such as https://vault.example.com:8200, without a user");
    }

    private static KvVersion version(String version) throws ProviderException {
        return switch (version) {
            case "", "v2" -> KvVersion.V2;
            case "v1" -> KvVersion.V1;
            default ->
                    throw new ProviderException(
                            Kind.BAD_CONFIGURATION, "version: must be \"v1\" or \"v2\"");
        };
    }

    private static Map<String, String> headers(JsonNode store) throws ProviderException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, JsonNode> header : store.path("headers").properties()) {
            headers.put(header.getKey(), checked(header.getKey(), header.getValue().asString("")));
        }
        boolean yourWrites = store.path("readYourWrites").asBoolean(false);
        if (yourWrites && store.path("forwardInconsistent").asBoolean(false)) {
            headers.put("X-Vault-Inconsistent", "forward-active-node");
        }
        return headers;
    }

    private static String checked(String name, String value) throws ProviderException {
        try {
            HttpRequest.newBuilder().header(name, value);
            return value;
        } catch (IllegalArgumentException _) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION, "headers: \"" + name + "\" cannot be sent");
        }
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }
}
