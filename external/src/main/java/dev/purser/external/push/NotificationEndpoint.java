package dev.purser.external.push;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.time.Timers;
import dev.purser.external.push.NotificationMetrics.Outcome;
import dev.purser.external.sync.Refresher;
import dev.purser.wire.metrics.MetricsSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Takes notifications of changes, from whoever may send them. Thread-safe.
public final class NotificationEndpoint {
    /// Larger bodies are refused: none of the known events comes near it.
    public static final int BODY_MAX = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(NotificationEndpoint.class);
    private static final int ACCEPTED = 202;
    private static final int OK = 200;
    private static final int NAMES_MAX = 100;
    private static final int TARGETS_MAX = 1000;

    private final Refresher refresher;
    private final Timers timers;
    private final NotificationReader reader = new NotificationReader();
    private final NotificationMetrics metrics = new NotificationMetrics();
    private final Map<RefreshTarget, PacedRefresh> targets = new ConcurrentHashMap<>();

    /// @param timers closed by the caller
    public NotificationEndpoint(Refresher refresher, Timers timers) {
        this.refresher = refresher;
        this.timers = timers;
    }

    /// What is answered.
    ///
    /// @param status of HTTP
    public record Reply(int status, ObjectNode body) {}

    /// How many notifications came.
    public MetricsSource metrics() {
        return metrics;
    }

    /// Wakes whom a notification concerns; returns before anything is read.
    ///
    /// @throws StatusException when there is no such target, the notification is of no known form,
    ///   or there are too many of them
    public Reply receive(RefreshTarget target, ReceivedNotification received) {
        if (received.body().length > BODY_MAX) {
            throw new StatusException(
                    StatusReason.REQUEST_ENTITY_TOO_LARGE,
                    "a notification has at most " + BODY_MAX + " bytes");
        }
        return switch (read(received)) {
            case Notification.Changed changed -> refresh(target, changed);
            case Notification.Handshake handshake -> {
                metrics.count(Outcome.HANDSHAKE);
                yield new Reply(OK, object().put("validationResponse", handshake.code()));
            }
            case Notification.Confirmation confirmation -> unconfirmed(target, confirmation);
            case Notification.Nothing _ -> {
                metrics.count(Outcome.NOTHING);
                yield success(OK, target, "no value has changed");
            }
        };
    }

    private Notification read(ReceivedNotification received) {
        try {
            return reader.read(received);
        } catch (UnknownFormException e) {
            metrics.count(Outcome.UNKNOWN_FORM);
            throw StatusErrors.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Reply refresh(RefreshTarget target, Notification.Changed changed) {
        forgetIdle();
        PacedRefresh refresh =
                targets.computeIfAbsent(target, each -> new PacedRefresh(each, refresher, timers));
        return switch (refresh.request(changed)) {
            case PacedRefresh.Result.Woken woken -> {
                metrics.count(Outcome.WOKEN);
                yield woken(target, woken.externalSecrets());
            }
            case PacedRefresh.Result.Joined joined -> {
                metrics.count(Outcome.JOINED);
                yield success(
                        ACCEPTED,
                        target,
                        "too many notifications to wake somebody for each: done for all of them"
                                + " together in %d ms".formatted(joined.in().toMillis()));
            }
            case PacedRefresh.Result.Refused refused -> {
                metrics.count(Outcome.REFUSED);
                throw tooMany(target, refused.retryAfter());
            }
            case PacedRefresh.Result.Missing _ -> {
                metrics.count(Outcome.MISSING);
                targets.remove(target);
                throw StatusErrors.notFound(target.kind().resource(), target.name());
            }
        };
    }

    private void forgetIdle() {
        if (targets.size() > TARGETS_MAX) {
            targets.values().removeIf(PacedRefresh::isIdle);
        }
    }

    /// The sender need not be one who may see ExternalSecrets of all namespaces, so that those of a
    /// ClusterSecretStore are counted and not named.
    private static Reply woken(RefreshTarget target, List<ObjectKey> externalSecrets) {
        int count = externalSecrets.size();
        Reply reply =
                success(
                        ACCEPTED,
                        target,
                        count == 1
                                ? "1 ExternalSecret is read anew"
                                : count + " ExternalSecrets are read anew");
        if (target.kind() != RefreshTarget.Kind.CLUSTER_SECRET_STORE && count > 0) {
            ArrayNode causes = reply.body().withObject("/details").putArray("causes");
            externalSecrets.stream()
                    .limit(NAMES_MAX)
                    .forEach(woken ->
                            causes.addObject()
                                    .put("reason", "Refresh")
                                    .put("message", "ExternalSecret " + woken));
        }
        return reply;
    }

    /// Only the owner of a topic can tell whether it may send here, so that a person has to.
    private Reply unconfirmed(RefreshTarget target, Notification.Confirmation confirmation) {
        metrics.count(Outcome.HANDSHAKE);
        LOG.info(
                "The topic {} wants to notify {} {}. To let it: aws sns confirm-subscription"
                        + " --topic-arn {} --token {}",
                confirmation.topic(),
                target.kind().kind(),
                new ObjectKey(target.namespace(), target.name()),
                confirmation.topic(),
                confirmation.token());
        return success(
                ACCEPTED,
                target,
                "the subscription is not confirmed; Purser's log says how to confirm it");
    }

    private static StatusException tooMany(RefreshTarget target, Duration retryAfter) {
        ObjectNode details =
                details(target)
                        .put(
                                "retryAfterSeconds",
                                Math.max(1, retryAfter.plusMillis(999).toSeconds()));
        return new StatusException(
                StatusReason.TOO_MANY_REQUESTS,
                "%s \"%s\" is notified too often"
                        .formatted(target.kind().resource(), target.name()),
                details);
    }

    private static Reply success(int code, RefreshTarget target, String message) {
        ObjectNode status = object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Success").put("message", message);
        status.set("details", details(target));
        return new Reply(code, status.put("code", code));
    }

    private static ObjectNode details(RefreshTarget target) {
        return object().put("name", target.name())
                .put("group", target.kind().resource().group())
                .put("kind", target.kind().resource().resource());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
