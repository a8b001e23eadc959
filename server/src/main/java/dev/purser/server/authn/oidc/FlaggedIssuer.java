package dev.purser.server.authn.oidc;

import dev.purser.server.authn.jose.SignatureAlgorithm;
import dev.purser.server.authn.token.TokenAuthenticator;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One issuer, as the flags `--oidc-*` tell it: the older way, for what an
/// `AuthenticationConfiguration` says better. Immutable.
///
/// @param usernamePrefix empty for the issuer's URL and a hash, before every claim but `email`; `-`
///   for none
/// @param groupsClaim empty for no groups
/// @param authority the issuer's authority in PEM form; empty for those that the system trusts
/// @param algorithms by their names in tokens
public record FlaggedIssuer(
        String url,
        String clientId,
        String usernameClaim,
        String usernamePrefix,
        String groupsClaim,
        String groupsPrefix,
        String authority,
        List<String> algorithms,
        Map<String, String> requiredClaims) {
    public FlaggedIssuer {
        algorithms = List.copyOf(algorithms);
        requiredClaims = Map.copyOf(requiredClaims);
    }

    /// Knows the issuer's tokens.
    ///
    /// @throws ConfigurationException when the flags do not fit together
    public TokenAuthenticator authenticator(ConfigurationReader reader, InstantSource clock)
            throws ConfigurationException {
        Set<SignatureAlgorithm> accepted = EnumSet.noneOf(SignatureAlgorithm.class);
        for (String name : algorithms) {
            Optional<SignatureAlgorithm> algorithm = SignatureAlgorithm.named(name);
            if (algorithm.isEmpty()) {
                throw new ConfigurationException(
                        "oidc: unsupported signing alg: \"%s\"".formatted(name));
            }
            accepted.add(algorithm.get());
        }
        TokenIssuerSettings settings =
                reader.checked(configuration(), accepted).issuers().getFirst();
        return new IssuerTokens(settings, new HttpsDocuments(settings.authorities()), clock);
    }

    private ObjectNode configuration() {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        ObjectNode jwt = configuration.putArray("jwt").addObject();
        ObjectNode issuer = jwt.putObject("issuer");
        issuer.put("url", url).put("certificateAuthority", authority);
        issuer.putArray("audiences").add(clientId);
        ObjectNode mappings = jwt.putObject("claimMappings");
        mappings.putObject("username").put("claim", usernameClaim).put("prefix", prefix());
        if (!groupsClaim.isEmpty()) {
            mappings.putObject("groups").put("claim", groupsClaim).put("prefix", groupsPrefix);
        }
        ArrayNode rules = jwt.putArray("claimValidationRules");
        requiredClaims.forEach((claim, value) ->
                rules.addObject().put("claim", claim).put("requiredValue", value));
        return configuration;
    }

    private String prefix() {
        if (usernamePrefix.isEmpty() && !usernameClaim.equals("email")) {
            return url + "#";
        }
        return usernamePrefix.equals("-") ? "" : usernamePrefix;
    }
}
