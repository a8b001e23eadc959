package dev.purser.node.volume;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.node.source.Content;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// The tokens of pods' service accounts (`TokenRequest`), bound to the pod, kept in memory only,
/// and replaced when four fifths of their life are over or after a day. Thread-safe.
public final class ServiceAccountTokens {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceAccountTokens.class);
    private static final GroupVersionResource SERVICE_ACCOUNTS =
            new GroupVersionResource("", "v1", "serviceaccounts");
    private static final Duration LONGEST_USE = Duration.ofHours(24);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

    /// Clocks are corrected by a little all the time.
    private static final Duration CLOCK_PLAY = Duration.ofSeconds(5);

    private final Api api;
    private final InstantSource clock;
    private final Map<Key, Issued> tokens = new ConcurrentHashMap<>();

    public ServiceAccountTokens(Api api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    private record Key(String podUid, String audience, long expirationSeconds) {}

    /// @param since when it was asked for, or last
    private record Issued(Content token, Instant since, Instant renewal, Instant expiration) {
        /// A clock that was set back says nothing of when a token of its future ends.
        boolean isFresh(Instant now) {
            return now.isBefore(renewal) && !now.plus(CLOCK_PLAY).isBefore(since);
        }
    }

    /// A token that is good for a while. One that should be renewed but cannot be is used on as
    /// long as it is valid.
    Content token(KubeObject pod, VolumeSpec.Source.Token wanted) throws SetUpException {
        Key key = new Key(pod.uid(), wanted.audience(), wanted.expirationSeconds());
        Issued issued = tokens.get(key);
        Instant now = clock.instant();
        if (issued != null && issued.isFresh(now)) {
            return issued.token();
        }
        try {
            Issued renewed = request(pod, wanted, now);
            tokens.put(key, renewed);
            return renewed.token();
        } catch (StatusException | ApiUnavailableException e) {
            if (issued == null || !now.isBefore(issued.expiration())) {
                throw new SetUpException("failed to fetch token: " + e.getMessage());
            }
            LOG.warn("a token of {} is used on, it cannot be renewed: {}", pod, e.getMessage());
            Instant again = now.plus(RETRY_PAUSE);
            tokens.put(key, new Issued(issued.token(), now, again, issued.expiration()));
            return issued.token();
        }
    }

    /// When the first of a pod's tokens has to be renewed; empty when it has none.
    Optional<Instant> nextRenewal(String podUid) {
        return tokens.entrySet().stream()
                .filter(entry -> entry.getKey().podUid().equals(podUid))
                .map(entry -> entry.getValue().renewal())
                .min(Comparator.naturalOrder());
    }

    void forget(String podUid) {
        tokens.keySet().removeIf(key -> key.podUid().equals(podUid));
    }

    private Issued request(KubeObject pod, VolumeSpec.Source.Token wanted, Instant now)
            throws SetUpException {
        String account = pod.json().path("spec").path("serviceAccountName").asString("default");
        ObjectNode status =
                api.createSubresource(
                                new Api.ObjectRef(SERVICE_ACCOUNTS, pod.namespace(), account),
                                "token",
                                body(pod, account, wanted))
                        .status();
        String token = status.path("token").asString("");
        String expires = status.path("expirationTimestamp").asString("");
        if (token.isEmpty() || expires.isEmpty()) {
            throw new SetUpException("failed to fetch token: the server's answer has none");
        }
        Instant expiration = Instant.parse(expires);
        Duration use = Duration.between(now, expiration).multipliedBy(4).dividedBy(5);
        Duration limited = use.compareTo(LONGEST_USE) < 0 ? use : LONGEST_USE;
        return new Issued(Content.of(token), now, now.plus(limited), expiration);
    }

    private static KubeObject body(KubeObject pod, String account, VolumeSpec.Source.Token wanted) {
        GroupVersionKind kind = new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest");
        KubeObject body = KubeObject.named(kind, pod.namespace(), account);
        ObjectNode spec = body.spec().put("expirationSeconds", wanted.expirationSeconds());
        var audiences = spec.putArray("audiences");
        if (!wanted.audience().isEmpty()) {
            audiences.add(wanted.audience());
        }
        spec.putObject("boundObjectRef")
                .put("kind", "Pod")
                .put("apiVersion", "v1")
                .put("name", pod.name())
                .put("uid", pod.uid());
        return body;
    }
}
