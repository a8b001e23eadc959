package dev.purser.server.discovery;

import dev.purser.server.authn.jose.JsonWebKeys;
import dev.purser.server.authn.jose.SignatureAlgorithm;
import dev.purser.server.authn.jose.VerificationKey;
import dev.purser.server.authn.token.TokenKeys;
import dev.purser.server.endpoint.Exchange;
import dev.purser.server.media.Negotiation;
import dev.purser.wire.http.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What others need to judge service account tokens themselves: `/.well-known/openid-configuration`
/// (OpenID Connect Discovery 1.0) and the public keys, `/openid/v1/jwks`. Thread-safe.
public final class IssuerDocuments implements Documents.Document {
    private static final String CONFIGURATION = "/.well-known/openid-configuration";
    private static final String KEYS = "/openid/v1/jwks";
    private static final String CACHED = "public, max-age=3600";

    private final Supplier<TokenKeys> keys;
    private final String issuer;
    private final Supplier<String> keysUri;

    /// @param issuer without documents when it is no URL of HTTPS
    /// @param keysUri where the keys are told to be
    public IssuerDocuments(Supplier<TokenKeys> keys, String issuer, Supplier<String> keysUri) {
        this.keys = keys;
        this.issuer = issuer;
        this.keysUri = keysUri;
    }

    /// Where a server that listens there publishes its keys.
    ///
    /// @param host with the port
    public static String keysUri(String host) {
        return "https://" + host + KEYS;
    }

    @Override
    public Optional<Answer> answer(Exchange exchange) {
        String path = exchange.request().path().replaceAll("/$", "");
        if (!List.of(CONFIGURATION, KEYS).contains(path) || !isPublishable(issuer)) {
            return Optional.empty();
        }
        Documents.requireGet(exchange);
        boolean areKeys = path.equals(KEYS);
        String type = areKeys ? "application/jwk-set+json" : "application/json";
        Negotiation.requireAccepted(exchange.request(), type);
        ObjectNode document = areKeys ? JsonWebKeys.write(published()) : configuration();
        return Optional.of(
                Answer.of(200, type, document.toString().getBytes(StandardCharsets.UTF_8))
                        .with("Cache-Control", CACHED));
    }

    private List<VerificationKey> published() {
        return keys.get().verification();
    }

    private ObjectNode configuration() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("issuer", issuer).put("jwks_uri", keysUri.get());
        json.putArray("response_types_supported").add("id_token");
        json.putArray("subject_types_supported").add("public");
        TreeSet<String> algorithms = new TreeSet<>();
        published()
                .forEach(key ->
                        SignatureAlgorithm.of(key.key())
                                .ifPresent(algorithm -> algorithms.add(algorithm.name())));
        algorithms.forEach(json.putArray("id_token_signing_alg_values_supported")::add);
        return json;
    }

    private static boolean isPublishable(String issuer) {
        try {
            URI uri = URI.create(issuer);
            return "https".equals(uri.getScheme())
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
