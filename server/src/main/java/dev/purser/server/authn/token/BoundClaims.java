package dev.purser.server.authn.token;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.authn.Authentication;
import dev.purser.server.authn.AuthenticationException;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.request.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The claims of tokens from TokenRequests: their times, and whether the service account and the
/// object that the token is bound to still live.
final class BoundClaims implements ClaimsValidator {
    /// A claim of a clock that is ahead or behind is forgiven so much (go-jose's default).
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    /// Tokens of an object that is being deleted end so long after its deletion was due.
    private static final Duration DELETION_GRACE = Duration.ofSeconds(60);

    private static final String INVALIDATED = "service account token has been invalidated";

    private final ObjectSource objects;
    private final InstantSource clock;

    BoundClaims(ObjectSource objects, InstantSource clock) {
        this.objects = objects;
        this.clock = clock;
    }

    @Override
    public Authentication validate(String token, ObjectNode claims) throws AuthenticationException {
        Instant now = clock.instant();
        checkTimes(claims, now);
        JsonNode kubernetes = claims.path("kubernetes.io");
        String namespace = kubernetes.path("namespace").asString("");
        KubeObject account = livingAccount(namespace, kubernetes.path("serviceaccount"), now);
        String user = ServiceAccountNames.user(account.namespace(), account.name());
        if (!claims.path("sub").asString("").equals(user)) {
            throw new AuthenticationException("sub claim is not the service account");
        }
        checkBoundObjects(namespace, kubernetes, now);
        Identity identity =
                new Identity(
                        user,
                        account.uid(),
                        ServiceAccountNames.groups(account.namespace()),
                        extra(claims));
        return new Authentication(identity, List.of(), List.of(), annotations(claims, now));
    }

    private static void checkTimes(JsonNode claims, Instant now) throws AuthenticationException {
        if (claims.has("nbf") && now.plus(LEEWAY).isBefore(time(claims, "nbf"))) {
            throw new AuthenticationException("service account token is not valid yet");
        }
        if (now.minus(LEEWAY).isAfter(time(claims, "exp"))) {
            throw new AuthenticationException("service account token has expired");
        }
        if (claims.has("iat") && now.plus(LEEWAY).isBefore(time(claims, "iat"))) {
            throw new AuthenticationException("service account token is issued in the future");
        }
    }

    /// A time that is missing or no number was long ago.
    private static Instant time(JsonNode claims, String name) {
        double seconds = claims.path(name).asDouble(0);
        return Instant.ofEpochSecond((long) Math.clamp(seconds, 0, Integer.MAX_VALUE * 8.0));
    }

    private KubeObject livingAccount(String namespace, JsonNode claim, Instant now)
            throws AuthenticationException {
        String name = claim.path("name").asString("");
        KubeObject account =
                objects.find(core("serviceaccounts"), namespace, name)
                        .orElseThrow(() ->
                                new AuthenticationException(
                                        "serviceaccounts \"%s\" not found".formatted(name)));
        if (!account.uid().equals(claim.path("uid").asString(""))) {
            throw new AuthenticationException(
                    "service account UID (%s) does not match claim (%s)"
                            .formatted(account.uid(), claim.path("uid").asString("")));
        }
        if (isDeleted(account, now)) {
            throw new AuthenticationException(
                    "service account %s/%s has been deleted".formatted(namespace, name));
        }
        return account;
    }

    private void checkBoundObjects(String namespace, JsonNode kubernetes, Instant now)
            throws AuthenticationException {
        if (kubernetes.has("secret")) {
            requireLiving(new Bound("secret", "secrets", namespace), kubernetes, now);
        }
        if (kubernetes.has("pod")) {
            requireLiving(new Bound("pod", "pods", namespace), kubernetes, now);
        } else if (kubernetes.has("node")) {
            // A pod's token names the node for information only; bound to it is one without a pod.
            requireLiving(new Bound("node", "nodes", ""), kubernetes, now);
        }
    }

    /// @param claim its name, the kind in lower case
    private record Bound(String claim, String resource, String namespace) {}

    private void requireLiving(Bound bound, JsonNode kubernetes, Instant now)
            throws AuthenticationException {
        JsonNode claim = kubernetes.path(bound.claim());
        KubeObject object =
                objects.find(
                                core(bound.resource()),
                                bound.namespace(),
                                claim.path("name").asString(""))
                        .orElseThrow(() -> new AuthenticationException(INVALIDATED));
        String uid = claim.path("uid").asString("");
        if (!object.uid().equals(uid)) {
            throw new AuthenticationException(
                    "%s UID (%s) does not match service account %s ref claim (%s)"
                            .formatted(bound.claim(), object.uid(), bound.claim(), uid));
        }
        if (isDeleted(object, now)) {
            throw new AuthenticationException(INVALIDATED);
        }
    }

    private static boolean isDeleted(KubeObject object, Instant now) {
        return object.deletionTimestamp()
                .map(Instant::parse)
                .filter(due -> due.plus(DELETION_GRACE).isBefore(now))
                .isPresent();
    }

    private static Map<String, List<String>> extra(JsonNode claims) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        String id = claims.path("jti").asString("");
        if (!id.isEmpty()) {
            extra.put(Identity.CREDENTIAL_ID, List.of("JTI=" + id));
        }
        JsonNode kubernetes = claims.path("kubernetes.io");
        for (String kind : List.of("pod", "node")) {
            for (String part : List.of("name", "uid")) {
                String value = kubernetes.path(kind).path(part).asString("");
                if (!value.isEmpty()) {
                    extra.put("authentication.kubernetes.io/" + kind + "-" + part, List.of(value));
                }
            }
        }
        return extra;
    }

    private static Map<String, String> annotations(JsonNode claims, Instant now) {
        JsonNode kubernetes = claims.path("kubernetes.io");
        Instant warnAfter = time(kubernetes, "warnafter");
        if (!kubernetes.has("warnafter") || !now.isAfter(warnAfter)) {
            return Map.of();
        }
        return Map.of(
                "authentication.k8s.io/stale-token",
                "subject: %s, seconds after warning threshold: %d"
                        .formatted(
                                claims.path("sub").asString(""),
                                now.getEpochSecond() - warnAfter.getEpochSecond()));
    }

    private static GroupVersionResource core(String resource) {
        return new GroupVersionResource("", "v1", resource);
    }
}
