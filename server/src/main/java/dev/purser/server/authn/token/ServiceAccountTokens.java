package dev.purser.server.authn.token;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.request.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Judges service account tokens: the signature, the times and audiences, and whether the service
/// account and the object the token is bound to still live. Thread-safe.
public final class ServiceAccountTokens {
    /// A claim of a clock that is ahead or behind is forgiven so much (go-jose's default).
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    /// Tokens of an object that is being deleted end so long after its deletion was due.
    private static final Duration DELETION_GRACE = Duration.ofSeconds(60);

    private static final GroupVersionResource SERVICE_ACCOUNTS =
            new GroupVersionResource("", "v1", "serviceaccounts");

    private static final Map<String, GroupVersionResource> BOUND_RESOURCES =
            Map.of(
                    "secret", new GroupVersionResource("", "v1", "secrets"),
                    "pod", new GroupVersionResource("", "v1", "pods"));

    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");

    private final TokenKey key;
    private final String issuer;
    private final ObjectSource objects;
    private final InstantSource clock;
    private final JsonMapper mapper = JsonMapper.shared();
    private final VerifiedSignatures signatures = new VerifiedSignatures();

    public ServiceAccountTokens(
            TokenKey key, String issuer, ObjectSource objects, InstantSource clock) {
        this.key = key;
        this.issuer = issuer;
        this.objects = objects;
        this.clock = clock;
    }

    /// A valid token's holder, and for which of the accepted audiences it is.
    public record Verified(Identity identity, List<String> audiences) {}

    /// Verifies a token; empty when it is not one from this issuer.
    ///
    /// @param accepted the audiences of which the token must be for at least one
    /// @throws TokenException when it claims to be from this issuer and is not valid
    public Optional<Verified> verify(String token, List<String> accepted) throws TokenException {
        Optional<JsonWebToken> parsed = JsonWebToken.parse(token, mapper);
        if (parsed.isEmpty() || !parsed.get().claims().path("iss").asString("").equals(issuer)) {
            return Optional.empty();
        }
        checkSignature(token, parsed.get());
        JsonNode claims = parsed.get().claims();
        List<String> audiences = audiences(claims, accepted);
        checkTimes(claims);
        JsonNode kubernetes = claims.path("kubernetes.io");
        String namespace = kubernetes.path("namespace").asString("");
        if (namespace.isEmpty()) {
            throw new TokenException("service account token has no namespace");
        }
        KubeObject account = livingAccount(namespace, kubernetes.path("serviceaccount"));
        checkSubject(claims, account);
        checkBoundObjects(namespace, kubernetes);
        return Optional.of(new Verified(identity(account, claims), audiences));
    }

    private void checkSignature(String token, JsonWebToken parsed) throws TokenException {
        if (signatures.contains(token)) {
            return;
        }
        if (!key.hasSigned(parsed)) {
            throw new TokenException("invalid signature");
        }
        signatures.add(token);
    }

    private static List<String> audiences(JsonNode claims, List<String> accepted)
            throws TokenException {
        List<String> tokenAudiences = new ArrayList<>();
        JsonNode aud = claims.path("aud");
        if (aud.isString()) {
            tokenAudiences.add(aud.asString());
        } else {
            aud.forEach(audience -> tokenAudiences.add(audience.asString("")));
        }
        List<String> common = tokenAudiences.stream().filter(accepted::contains).toList();
        if (common.isEmpty()) {
            throw new TokenException(
                    "token audiences %s is invalid for the target audiences %s"
                            .formatted(quoted(tokenAudiences), quoted(accepted)));
        }
        return common;
    }

    private void checkTimes(JsonNode claims) throws TokenException {
        Instant now = clock.instant();
        if (!claims.path("exp").isNumber() || now.minus(LEEWAY).isAfter(time(claims.path("exp")))) {
            throw new TokenException("service account token has expired");
        }
        if (claims.path("nbf").isNumber() && now.plus(LEEWAY).isBefore(time(claims.path("nbf")))) {
            throw new TokenException("service account token is not valid yet");
        }
    }

    private KubeObject livingAccount(String namespace, JsonNode claim) throws TokenException {
        String name = claim.path("name").asString("");
        KubeObject account =
                objects.find(SERVICE_ACCOUNTS, namespace, name)
                        .orElseThrow(() ->
                                new TokenException(
                                        "serviceaccounts \"%s\" not found".formatted(name)));
        if (isDeleted(account)) {
            throw new TokenException("service account has been deleted");
        }
        if (!account.uid().equals(claim.path("uid").asString(""))) {
            throw new TokenException(
                    "service account UID (%s) does not match claim (%s)"
                            .formatted(account.uid(), claim.path("uid").asString("")));
        }
        return account;
    }

    private static void checkSubject(JsonNode claims, KubeObject account) throws TokenException {
        String user = ServiceAccountNames.user(account.namespace(), account.name());
        if (!claims.path("sub").asString("").equals(user)) {
            throw new TokenException("sub claim is not the service account");
        }
    }

    private void checkBoundObjects(String namespace, JsonNode kubernetes) throws TokenException {
        for (var bound : BOUND_RESOURCES.entrySet()) {
            if (kubernetes.has(bound.getKey())) {
                checkLives(bound.getValue(), namespace, kubernetes.path(bound.getKey()));
            }
        }
        // A pod's token names the node for information only; bound to it is one without a pod.
        if (kubernetes.has("node") && !kubernetes.has("pod")) {
            checkLives(NODES, "", kubernetes.path("node"));
        }
    }

    private void checkLives(GroupVersionResource resource, String namespace, JsonNode claim)
            throws TokenException {
        Optional<KubeObject> bound =
                objects.find(resource, namespace, claim.path("name").asString(""))
                        .filter(object -> object.uid().equals(claim.path("uid").asString("")))
                        .filter(object -> !isDeleted(object));
        if (bound.isEmpty()) {
            throw new TokenException("service account token has been invalidated");
        }
    }

    private boolean isDeleted(KubeObject object) {
        return object.deletionTimestamp()
                .map(Instant::parse)
                .filter(due -> due.plus(DELETION_GRACE).isBefore(clock.instant()))
                .isPresent();
    }

    private static Identity identity(KubeObject account, JsonNode claims) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        String id = claims.path("jti").asString("");
        if (!id.isEmpty()) {
            extra.put(Identity.CREDENTIAL_ID, List.of("JTI=" + id));
        }
        JsonNode kubernetes = claims.path("kubernetes.io");
        addRef(extra, "pod", kubernetes.path("pod"));
        addRef(extra, "node", kubernetes.path("node"));
        return new Identity(
                ServiceAccountNames.user(account.namespace(), account.name()),
                account.uid(),
                ServiceAccountNames.groups(account.namespace()),
                extra);
    }

    private static void addRef(Map<String, List<String>> extra, String kind, JsonNode ref) {
        for (String part : List.of("name", "uid")) {
            String value = ref.path(part).asString("");
            if (!value.isEmpty()) {
                extra.put("authentication.kubernetes.io/" + kind + "-" + part, List.of(value));
            }
        }
    }

    private static Instant time(JsonNode seconds) {
        return Instant.ofEpochSecond(seconds.asLong());
    }

    private static String quoted(List<String> values) {
        List<String> result = values.stream().map(value -> "\"" + value + "\"").toList();
        return "[" + String.join(" ", result) + "]";
    }
}
