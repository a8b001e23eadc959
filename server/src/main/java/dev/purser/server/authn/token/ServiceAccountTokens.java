package dev.purser.server.authn.token;

import dev.purser.server.authn.Authentication;
import dev.purser.server.authn.AuthenticationException;
import dev.purser.server.authn.jose.JsonWebToken;
import dev.purser.server.object.ObjectSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Judges service account tokens: issuer, signature and audience here, the rest by the kind of
/// token.
///
/// Nothing is remembered but good signatures, so a token ends in the moment in which its account,
/// or what it is bound to, does. Thread-safe.
public final class ServiceAccountTokens implements TokenAuthenticator {
    private final Set<String> issuers;
    private final Supplier<TokenKeys> keys;
    private final List<String> ownAudiences;
    private final ClaimsValidator validator;

    private ServiceAccountTokens(
            Set<String> issuers,
            Supplier<TokenKeys> keys,
            List<String> ownAudiences,
            ClaimsValidator validator) {
        this.issuers = Set.copyOf(issuers);
        this.keys = keys;
        this.ownAudiences = List.copyOf(ownAudiences);
        this.validator = validator;
    }

    /// Tokens of TokenRequests, which end in time and with what they are bound to.
    ///
    /// @param issuers all that are honoured
    /// @param ownAudiences whom tokens without an audience are for
    public static ServiceAccountTokens bound(
            List<String> issuers,
            Supplier<TokenKeys> keys,
            List<String> ownAudiences,
            ObjectSource objects,
            InstantSource clock) {
        return new ServiceAccountTokens(
                Set.copyOf(issuers), keys, ownAudiences, new BoundClaims(objects, clock));
    }

    /// Tokens in Secrets, which end with these.
    ///
    /// @param use told of each use
    public static ServiceAccountTokens legacy(
            Supplier<TokenKeys> keys,
            List<String> ownAudiences,
            ObjectSource objects,
            SecretTokenUse use) {
        return new ServiceAccountTokens(
                Set.of(TokenIssuer.LEGACY_ISSUER),
                keys,
                ownAudiences,
                new SecretClaims(objects, use));
    }

    @Override
    public Optional<Authentication> authenticate(String token, List<String> audiences)
            throws AuthenticationException {
        Optional<JsonWebToken> parsed =
                JsonWebToken.parse(token).filter(jwt -> issuers.contains(jwt.issuer()));
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        keys.get().requireSigned(token, parsed.get());
        List<String> common = common(parsed.get().claims().path("aud"), audiences);
        return Optional.of(validator.validate(token, parsed.get().claims()).forAudiences(common));
    }

    private List<String> common(JsonNode claim, List<String> wanted)
            throws AuthenticationException {
        List<String> said = texts(claim);
        List<String> audiences = said.isEmpty() ? ownAudiences : said;
        List<String> common = audiences.stream().filter(wanted::contains).toList();
        if (common.isEmpty()) {
            throw new AuthenticationException(
                    "token audiences %s is invalid for the target audiences %s"
                            .formatted(quoted(audiences), quoted(wanted)));
        }
        return common;
    }

    private static List<String> texts(JsonNode claim) {
        if (claim.isString()) {
            return List.of(claim.asString());
        }
        List<String> texts = new ArrayList<>();
        claim.forEach(one -> texts.add(one.asString("")));
        return texts;
    }

    private static String quoted(List<String> values) {
        List<String> result = values.stream().map(value -> "\"" + value + "\"").toList();
        return "[" + String.join(" ", result) + "]";
    }
}
