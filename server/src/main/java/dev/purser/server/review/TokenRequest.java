package dev.purser.server.review;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.authn.token.IssuedToken;
import dev.purser.server.authn.token.TokenIssuer;
import dev.purser.server.authn.token.TokenSubject;
import dev.purser.server.authn.token.TokenSubject.NodeRef;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.registry.AnsweringResource;
import dev.purser.server.registry.WriteRequest;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.AuditAnnotations;
import dev.purser.server.request.Identity;
import dev.purser.server.request.Warnings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `serviceaccounts/NAME/token`: a token that stands for the service account, for some time, for
/// some audiences, as long as the account and the object it is bound to live.
public final class TokenRequest implements AnsweringResource {
    private static final GroupVersionKind KIND =
            new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest");
    private static final GroupVersionResource SERVICE_ACCOUNTS = core("serviceaccounts");
    private static final GroupVersionResource NODES = core("nodes");

    /// What the audit log calls the name of a new token.
    private static final String ISSUED = "authentication.kubernetes.io/issued-credential-id";

    private static final long SECONDS_MIN = 600;
    private static final long SECONDS_MAX = 1L << 32;

    /// The lifetime that the ServiceAccount admission plugin asks for. Programs that do not read
    /// their token anew are given a year, and noted as late after the hour they asked for.
    private static final long MOUNTED_SECONDS = 3607;

    private static final Duration MOUNTED_LIFETIME = Duration.ofDays(365);

    private final ObjectSource objects;
    private final TokenIssuer issuer;
    private final Limits limits;
    private final InstantSource clock;

    /// What requests get.
    ///
    /// @param audiences whom tokens are for when the request does not say: this server
    /// @param maxExpiration the longest time, if there is a limit
    /// @param extendsExpiration whether mounted tokens are honoured for a year
    public record Limits(
            List<String> audiences, Optional<Duration> maxExpiration, boolean extendsExpiration) {
        public Limits {
            audiences = List.copyOf(audiences);
        }
    }

    public TokenRequest(
            ObjectSource objects, TokenIssuer issuer, Limits limits, InstantSource clock) {
        this.objects = objects;
        this.issuer = issuer;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public KubeObject answer(Identity identity, Attributes attributes, KubeObject request) {
        return answer(attributes, request, _ -> {}, AuditAnnotations.ignored());
    }

    @Override
    public KubeObject answer(WriteRequest write, KubeObject request) {
        return answer(write.attributes(), request, write.warnings(), write.annotations());
    }

    private KubeObject answer(
            Attributes attributes, KubeObject request, Warnings warnings, AuditAnnotations audit) {
        validateNames(request, attributes);
        KubeObject account = account(attributes);
        checkUid(request, account);
        ObjectNode spec = request.spec();
        validateExpiration(spec.path("expirationSeconds").asLong());
        if (spec.path("audiences").isEmpty()) {
            ArrayNode audiences = spec.putArray("audiences");
            limits.audiences().forEach(audiences::add);
        }
        Optional<KubeObject> bound = boundObject(account, spec);
        if (bound.isEmpty()) {
            spec.putNull("boundObjectRef");
        }
        shorten(spec, warnings);
        IssuedToken token =
                complete(request, new TokenSubject(account, bound, bound.flatMap(this::nodeOf)));
        audit.add(ISSUED, "JTI=" + token.id());
        return request;
    }

    private void shorten(ObjectNode spec, Warnings warnings) {
        long asked = spec.path("expirationSeconds").asLong();
        limits.maxExpiration()
                .map(Duration::toSeconds)
                .filter(max -> asked > max)
                .ifPresent(max -> {
                    warnings.accept(
                            "requested expiration of %d seconds shortened to %d seconds"
                                    .formatted(asked, max));
                    spec.put("expirationSeconds", max);
                });
    }

    private KubeObject account(Attributes attributes) {
        return objects.find(SERVICE_ACCOUNTS, attributes.namespace(), attributes.name())
                .orElseThrow(() ->
                        StatusErrors.notFound(SERVICE_ACCOUNTS.groupResource(), attributes.name()));
    }

    private static void validateNames(KubeObject request, Attributes attributes) {
        FieldErrors errors = new FieldErrors();
        if (!request.name().isEmpty() && !request.name().equals(attributes.name())) {
            errors.invalid(
                    "metadata.name",
                    request.name(),
                    "must match the service account name if specified");
        }
        errors.throwIfAny(KIND, attributes.name());
        if (!request.namespace().isEmpty() && !request.namespace().equals(attributes.namespace())) {
            throw StatusErrors.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    private static void checkUid(KubeObject request, KubeObject account) {
        if (!request.uid().isEmpty() && !request.uid().equals(account.uid())) {
            throw StatusErrors.conflict(
                    new GroupResource(KIND.group(), KIND.kind()),
                    account.name(),
                    "the UID in the token request (%s) does not match the UID of the service account (%s)"
                            .formatted(request.uid(), account.uid()));
        }
    }

    private static void validateExpiration(long seconds) {
        FieldErrors errors = new FieldErrors();
        if (seconds < SECONDS_MIN) {
            errors.invalid(
                    "spec.expirationSeconds",
                    seconds,
                    "may not specify a duration less than 10 minutes");
        }
        if (seconds > SECONDS_MAX) {
            errors.invalid(
                    "spec.expirationSeconds",
                    seconds,
                    "may not specify a duration larger than 2^32 seconds");
        }
        errors.throwIfAny(KIND, "");
    }

    private Optional<KubeObject> boundObject(KubeObject account, ObjectNode spec) {
        JsonNode ref = spec.path("boundObjectRef");
        if (!ref.isObject()) {
            return Optional.empty();
        }
        GroupVersionKind kind =
                GroupVersionKind.of(
                        ref.path("apiVersion").asString(""), ref.path("kind").asString(""));
        String name = ref.path("name").asString("");
        KubeObject bound =
                switch (kind.apiVersion() + " " + kind.kind()) {
                    case "v1 Pod" -> boundPod(account, name);
                    case "v1 Secret" -> bound(core("secrets"), account.namespace(), name);
                    case "v1 Node" -> bound(NODES, "", name);
                    default ->
                            throw StatusErrors.badRequest(
                                    "cannot bind token to object of type %s, Kind=%s"
                                            .formatted(
                                                    kind.group() + "/" + kind.version(),
                                                    kind.kind()));
                };
        checkBoundUid(bound, ref.path("uid").asString(""));
        return Optional.of(bound);
    }

    private KubeObject boundPod(KubeObject account, String name) {
        KubeObject pod = bound(core("pods"), account.namespace(), name);
        String podAccount = pod.spec().path("serviceAccountName").asString("");
        if (!podAccount.equals(account.name())) {
            throw StatusErrors.badRequest(
                    "cannot bind token for serviceaccount \"%s\" to pod running with different serviceaccount name."
                            .formatted(account.name()));
        }
        return pod;
    }

    private KubeObject bound(GroupVersionResource resource, String namespace, String name) {
        return objects.find(resource, namespace, name)
                .orElseThrow(() -> StatusErrors.notFound(resource.groupResource(), name));
    }

    private static void checkBoundUid(KubeObject bound, String uid) {
        if (!uid.isEmpty() && !uid.equals(bound.uid())) {
            throw StatusErrors.conflict(
                    new GroupResource("", bound.kind()),
                    bound.name(),
                    "the UID in the bound object reference (%s) does not match the UID in record. The object might have been deleted and then recreated"
                            .formatted(uid));
        }
    }

    private IssuedToken complete(KubeObject request, TokenSubject subject) {
        KubeObject account = subject.serviceAccount();
        ObjectNode spec = request.spec();
        List<String> audiences = new ArrayList<>();
        spec.path("audiences").forEach(audience -> audiences.add(audience.asString("")));
        Duration asked = Duration.ofSeconds(spec.path("expirationSeconds").asLong());
        boolean isMounted =
                limits.extendsExpiration()
                        && asked.toSeconds() == MOUNTED_SECONDS
                        && subject.bound().filter(object -> object.kind().equals("Pod")).isPresent()
                        && limits.audiences().containsAll(audiences);
        IssuedToken token =
                issuer.issue(
                        subject,
                        audiences,
                        isMounted ? MOUNTED_LIFETIME : asked,
                        isMounted ? asked : Duration.ZERO);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        request.metadata()
                .put("name", account.name())
                .put("namespace", account.namespace())
                .put("uid", account.uid())
                .put("creationTimestamp", now.toString());
        request.json()
                .putObject("status")
                .put("token", token.text())
                .put("expirationTimestamp", now.plus(asked).toString());
        return token;
    }

    /// The node that runs a pod; other objects have none.
    private Optional<NodeRef> nodeOf(KubeObject bound) {
        String node = bound.spec().path("nodeName").asString("");
        if (!bound.kind().equals("Pod") || node.isEmpty()) {
            return Optional.empty();
        }
        String uid = objects.find(NODES, "", node).map(KubeObject::uid).orElse("");
        return Optional.of(new NodeRef(node, uid));
    }

    private static GroupVersionResource core(String resource) {
        return new GroupVersionResource("", "v1", resource);
    }
}
