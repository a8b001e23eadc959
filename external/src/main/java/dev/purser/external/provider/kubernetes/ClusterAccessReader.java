package dev.purser.external.provider.kubernetes;

import dev.purser.client.remote.Connection;
import dev.purser.client.remote.Credential;
import dev.purser.external.provider.Credentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.StoreConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Makes of a store's specification how to reach its cluster: `server` and `auth`, or the
/// kubeconfig of `authRef`.
final class ClusterAccessReader {
    private static final String DEFAULT_SERVER = "kubernetes.default";
    private static final List<String> METHODS = List.of("cert", "serviceAccount", "token");

    private final JsonNode provider;
    private final Credentials credentials;
    private final OwnCluster own;
    private final InstantSource clock;

    ClusterAccessReader(StoreConfig store, OwnCluster own, InstantSource clock) {
        this.provider = store.provider();
        this.credentials = store.credentials();
        this.own = own;
        this.clock = clock;
    }

    ClusterAccess read() throws ProviderException {
        JsonNode reference = provider.path("authRef");
        JsonNode auth = provider.path("auth");
        if (reference.isObject() && auth.isObject()) {
            throw bad("authRef and auth cannot both be set");
        }
        if (reference.isObject()) {
            Connection connection = InlineKubeconfig.read(credentials.secret(reference));
            return new ClusterAccess(connection.server().toString(), connection, Optional.empty());
        }
        return byAuth(auth);
    }

    private ClusterAccess byAuth(JsonNode auth) throws ProviderException {
        String method = method(auth);
        String server = provider.path("server").path("url").asString(DEFAULT_SERVER);
        URI address = address(server);
        String authority = authority();
        if (own.isMeant(address)) {
            address = own.address().get();
            authority = authority.isEmpty() ? own.certificateAuthority() : authority;
        }
        if (method.equals("serviceAccount")) {
            AccountToken token = new AccountToken(credentials, auth.path(method), clock);
            Credential credential = Credential.bearer(token::current);
            return new ClusterAccess(
                    server, new Connection(address, authority, credential), Optional.of(token));
        }
        Credential credential = method.equals("cert") ? certificate(auth) : token(auth);
        return new ClusterAccess(
                server, new Connection(address, authority, credential), Optional.empty());
    }

    private static String method(JsonNode auth) throws ProviderException {
        List<String> given = METHODS.stream().filter(name -> auth.path(name).isObject()).toList();
        if (given.size() != 1) {
            throw bad("auth must have exactly one of cert, serviceAccount and token");
        }
        return given.getFirst();
    }

    private static URI address(String server) throws ProviderException {
        String withScheme = server.contains("://") ? server : "https://" + server;
        try {
            URI address = new URI(withScheme.replaceAll("/+$", ""));
            boolean http = List.of("http", "https").contains(String.valueOf(address.getScheme()));
            if (http
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw new ProviderException(Kind.BAD_CONFIGURATION, "server.url is no address", e);
        }
        throw bad("server.url is no address of an API server");
    }

    private String authority() throws ProviderException {
        JsonNode server = provider.path("server");
        String bundle = server.path("caBundle").asString("");
        if (!bundle.isEmpty()) {
            try {
                return new String(
                        Base64.getDecoder().decode(bundle.replaceAll("\\s", "")),
                        StandardCharsets.US_ASCII);
            } catch (IllegalArgumentException e) {
                throw new ProviderException(
                        Kind.BAD_CONFIGURATION, "server.caBundle is not base64", e);
            }
        }
        JsonNode from = server.path("caProvider");
        return switch (from.path("type").asString("")) {
            case "Secret" -> credentials.secret(from).text();
            case "ConfigMap" -> credentials.configMap(from).text();
            case "" -> "";
            default -> throw bad("server.caProvider.type must be Secret or ConfigMap");
        };
    }

    private Credential certificate(JsonNode auth) throws ProviderException {
        String certificate = credentials.secret(auth.path("cert").path("clientCert")).text();
        String key = credentials.secret(auth.path("cert").path("clientKey")).text();
        try {
            return Credential.clientCertificate(certificate, key);
        } catch (IllegalArgumentException e) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "auth.cert: the client certificate and its key cannot be read",
                    e);
        }
    }

    private Credential token(JsonNode auth) throws ProviderException {
        return Credential.bearer(
                credentials.secret(auth.path("token").path("bearerToken")).text().strip());
    }

    private static ProviderException bad(String message) {
        return new ProviderException(Kind.BAD_CONFIGURATION, message);
    }
}
