package dev.purser.server.authn.oidc;

import dev.purser.api.status.FieldErrors;
import dev.purser.server.authn.AnonymousAccess;
import dev.purser.server.authn.jose.SignatureAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads `AuthenticationConfiguration`s, in YAML or JSON, with Kubernetes' rules and errors; a
/// field that nobody knows is an error. Immutable and thread-safe.
public final class ConfigurationReader {
    private static final Set<String> VERSIONS =
            Set.of(
                    "apiserver.config.k8s.io/v1",
                    "apiserver.config.k8s.io/v1beta1",
                    "apiserver.config.k8s.io/v1alpha1");
    private static final int ISSUERS_MAX = 64;

    private final List<String> ownIssuers;

    /// @param ownIssuers of service account tokens, which nobody else may be
    public ConfigurationReader(List<String> ownIssuers) {
        this.ownIssuers = List.copyOf(ownIssuers);
    }

    /// The configuration in a file.
    ///
    /// @throws ConfigurationException when there is none
    /// @throws IOException when the file cannot be read
    public AuthenticationConfiguration read(Path file) throws IOException, ConfigurationException {
        return read(Files.readAllBytes(file));
    }

    AuthenticationConfiguration read(byte[] text) throws ConfigurationException {
        if (text.length == 0) {
            throw new ConfigurationException("empty config data");
        }
        ObjectNode tree =
                new StrictDocument(
                                ConfigurationSchema.configuration(),
                                VERSIONS,
                                "AuthenticationConfiguration")
                        .read(new String(text, StandardCharsets.UTF_8));
        return checked(tree, EnumSet.allOf(SignatureAlgorithm.class));
    }

    /// A configuration from a tree that has its shape already.
    AuthenticationConfiguration checked(ObjectNode tree, Set<SignatureAlgorithm> algorithms)
            throws ConfigurationException {
        FieldErrors errors = new FieldErrors();
        JsonNode jwt = tree.path("jwt");
        List<TokenIssuerSettings> issuers = new ArrayList<>();
        if (jwt.size() > ISSUERS_MAX) {
            errors.tooMany("jwt", jwt.size(), ISSUERS_MAX);
        } else {
            Expressions expressions = new Expressions(errors);
            for (int i = 0; i < jwt.size(); i++) {
                issuers.add(
                        new IssuerReader("jwt[" + i + "]", errors, expressions)
                                .read(jwt.get(i), ownIssuers, algorithms));
            }
            requireDistinct(jwt, errors);
        }
        Optional<AnonymousAccess> anonymous = anonymous(tree.path("anonymous"), errors);
        if (!errors.isEmpty()) {
            throw new ConfigurationException(
                    "invalid authentication configuration: " + errors.text());
        }
        return new AuthenticationConfiguration(issuers, anonymous);
    }

    private static void requireDistinct(JsonNode jwt, FieldErrors errors) {
        Set<String> urls = new HashSet<>();
        Set<String> discoveryUrls = new HashSet<>();
        for (int i = 0; i < jwt.size(); i++) {
            JsonNode issuer = jwt.get(i).path("issuer");
            String url = issuer.path("url").asString("");
            if (!urls.add(url)) {
                errors.duplicate("jwt[" + i + "].issuer.url", url);
            }
            String discovery = issuer.path("discoveryURL").asString("");
            if (!discovery.isEmpty() && !discoveryUrls.add(discovery)) {
                errors.duplicate("jwt[" + i + "].issuer.discoveryURL", discovery);
            }
        }
    }

    private static Optional<AnonymousAccess> anonymous(JsonNode json, FieldErrors errors) {
        if (!json.isObject()) {
            return Optional.empty();
        }
        boolean enabled = json.path("enabled").asBoolean(false);
        JsonNode conditions = json.path("conditions");
        if (!enabled && !conditions.isEmpty()) {
            String shown =
                    conditions
                            .valueStream()
                            .map(one -> "{\"Path\":" + one.path("path") + "}")
                            .collect(Collectors.joining(",", "[", "]"));
            errors.invalidShown(
                    "anonymous.conditions",
                    shown,
                    "enabled should be set to true when conditions are defined");
        }
        Set<String> paths =
                conditions
                        .valueStream()
                        .map(condition -> condition.path("path").asString(""))
                        .collect(Collectors.toSet());
        return Optional.of(new AnonymousAccess(enabled, paths));
    }
}
