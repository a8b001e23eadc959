package dev.purser.server.authn.token;

import dev.purser.api.meta.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes service account tokens with the claims that Kubernetes gives them. Thread-safe.
public final class TokenIssuer {
    /// Who Kubernetes' tokens are from, and, by default, for.
    public static final String DEFAULT_ISSUER = "https://kubernetes.default.svc.cluster.local";

    /// Who the tokens in Secrets are from.
    public static final String LEGACY_ISSUER = "kubernetes/serviceaccount";

    private final Supplier<TokenKeys> keys;
    private final String issuer;
    private final InstantSource clock;
    private final Random random;

    /// @param random names the tokens; they are not secret by their names
    public TokenIssuer(
            Supplier<TokenKeys> keys, String issuer, InstantSource clock, Random random) {
        this.keys = keys;
        this.issuer = issuer;
        this.clock = clock;
        this.random = random;
    }

    /// A token that is valid from now on.
    ///
    /// @param lifetime how long it is accepted
    /// @param warnAfter when its use is to be noted as late; zero for never
    public IssuedToken issue(
            TokenSubject subject, List<String> audiences, Duration lifetime, Duration warnAfter) {
        Instant now = clock.instant();
        KubeObject account = subject.serviceAccount();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        audiences.forEach(claims.putArray("aud")::add);
        claims.put("exp", now.plus(lifetime).getEpochSecond());
        claims.put("iat", now.getEpochSecond());
        claims.put("iss", issuer);
        String id = randomUuid().toString();
        claims.put("jti", id);
        ObjectNode kubernetes = claims.putObject("kubernetes.io");
        kubernetes.put("namespace", account.namespace());
        subject.node().ifPresent(node -> put(kubernetes, "node", node.name(), node.uid()));
        subject.bound()
                .ifPresent(bound -> {
                    String kind = bound.kind().toLowerCase(Locale.ROOT);
                    put(kubernetes, kind, bound.name(), bound.uid());
                });
        put(kubernetes, "serviceaccount", account.name(), account.uid());
        if (warnAfter.isPositive()) {
            kubernetes.put("warnafter", now.plus(warnAfter).getEpochSecond());
        }
        claims.put("nbf", now.getEpochSecond());
        claims.put("sub", ServiceAccountNames.user(account.namespace(), account.name()));
        return new IssuedToken(keys.get().signing().sign(claims), id);
    }

    /// A token of the older kind, which lies in a Secret and ends with it alone.
    public String issueFor(KubeObject account, KubeObject secret) {
        String prefix = "kubernetes.io/serviceaccount/";
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", LEGACY_ISSUER)
                .put(prefix + "namespace", account.namespace())
                .put(prefix + "secret.name", secret.name())
                .put(prefix + "service-account.name", account.name())
                .put(prefix + "service-account.uid", account.uid())
                .put("sub", ServiceAccountNames.user(account.namespace(), account.name()));
        return keys.get().signing().sign(claims);
    }

    /// A version 4 UUID (RFC 9562).
    private UUID randomUuid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static void put(ObjectNode kubernetes, String kind, String name, String uid) {
        ObjectNode ref = kubernetes.putObject(kind).put("name", name);
        if (!uid.isEmpty()) {
            ref.put("uid", uid);
        }
    }
}
