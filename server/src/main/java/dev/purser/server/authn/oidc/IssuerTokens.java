package dev.purser.server.authn.oidc;

import dev.purser.server.authn.Authentication;
import dev.purser.server.authn.AuthenticationException;
import dev.purser.server.authn.jose.JsonWebToken;
import dev.purser.server.authn.jose.SignatureAlgorithm;
import dev.purser.server.authn.token.TokenAuthenticator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The tokens of one issuer (OpenID Connect Core 1.0, 3.1.3.7). Thread-safe.
final class IssuerTokens implements TokenAuthenticator {
    /// How far a clock may be behind that of the issuer.
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private final TokenIssuerSettings settings;
    private final IssuerKeys keys;
    private final UserOfClaims users;
    private final InstantSource clock;

    IssuerTokens(
            TokenIssuerSettings settings, IssuerDocumentSource documents, InstantSource clock) {
        this.settings = settings;
        this.keys = new IssuerKeys(settings.url(), settings.discovery(), documents, clock);
        this.users = new UserOfClaims(settings);
        this.clock = clock;
    }

    @Override
    public Optional<Authentication> authenticate(String token, List<String> audiences)
            throws AuthenticationException {
        Optional<JsonWebToken> parsed =
                JsonWebToken.parse(token).filter(jwt -> jwt.issuer().equals(settings.url()));
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        requireAlgorithm(parsed.get());
        keys.requireSigned(parsed.get());
        ObjectNode claims = parsed.get().claims();
        requireAudience(claims.path("aud"));
        requireTime(claims);
        return Optional.of(Authentication.of(users.make(claims)));
    }

    private void requireAlgorithm(JsonWebToken token) throws AuthenticationException {
        if (SignatureAlgorithm.named(token.algorithm())
                .filter(settings.algorithms()::contains)
                .isEmpty()) {
            throw new AuthenticationException(
                    "oidc: verify token: oidc: malformed jwt: unexpected signature algorithm");
        }
    }

    private void requireAudience(JsonNode claim) throws AuthenticationException {
        List<String> named = new ArrayList<>();
        if (claim.isString()) {
            named.add(claim.stringValue());
        } else {
            claim.forEach(one -> named.add(one.asString("")));
        }
        if (named.stream().anyMatch(settings.audiences()::contains)) {
            return;
        }
        String expected =
                settings.audiences().size() == 1
                        ? "expected audience " + quoted(settings.audiences().iterator().next())
                        : "expected audience in " + quoted(new TreeSet<>(settings.audiences()));
        throw new AuthenticationException(
                "oidc: verify token: oidc: " + expected + " got " + quoted(named));
    }

    private void requireTime(ObjectNode claims) throws AuthenticationException {
        Instant now = clock.instant();
        Instant end = time(claims, "exp");
        if (end.isBefore(now)) {
            throw new AuthenticationException(
                    "oidc: verify token: oidc: token is expired (Token Expiry: " + end + ")");
        }
        if (claims.has("nbf") && now.plus(LEEWAY).isBefore(time(claims, "nbf"))) {
            throw new AuthenticationException(
                    "oidc: verify token: oidc: current time %s before the nbf (not before) time: %s"
                            .formatted(now, time(claims, "nbf")));
        }
    }

    /// A time that is missing or no number was long ago.
    private static Instant time(ObjectNode claims, String name) {
        double seconds = claims.path(name).isNumber() ? claims.path(name).doubleValue() : 0;
        return Instant.ofEpochSecond((long) Math.clamp(seconds, 0, Integer.MAX_VALUE * 8.0));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String quoted(Iterable<String> texts) {
        List<String> result = new ArrayList<>();
        texts.forEach(text -> result.add(quoted(text)));
        return "[" + String.join(" ", result) + "]";
    }
}
