package dev.purser.controllers.bootstraptoken;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;

/// Deletes bootstrap tokens in the moment in which they expire (`token-cleaner`). A time that
/// cannot be read has passed, as for whoever shows the token.
public final class TokenCleaner implements Controller {
    private static final String NAMESPACE = "kube-system";
    private static final String TYPE = "bootstrap.kubernetes.io/token";

    private final Api api;
    private final Timers timers;
    private final ObjectCache secrets;
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;

    public TokenCleaner(ControllerContext context) {
        this.api = context.api();
        this.timers = context.timers();
        this.queue = new WorkQueue<>(timers);
        this.loop = new ControlLoop<>("token-cleaner", queue, this::reconcile);
        Informer informer =
                context.informers()
                        .with(
                                InformerOptions.all(Resources.SECRETS)
                                        .withFieldSelector("type=" + TYPE));
        informer.withHandler(
                new ChangeHandler(secret -> {
                    if (secret.namespace().equals(NAMESPACE)) {
                        queue.add(ObjectKey.of(secret));
                    }
                }));
        this.secrets = informer.cache();
    }

    private void reconcile(ObjectKey key) {
        Optional<KubeObject> secret =
                secrets.get(key).filter(found -> found.deletionTimestamp().isEmpty());
        Optional<Instant> end = secret.flatMap(TokenCleaner::end);
        if (secret.isEmpty() || end.isEmpty()) {
            return;
        }
        Duration left = Duration.between(timers.instant(), end.get());
        if (left.isPositive()) {
            queue.addAfter(key, left);
        } else {
            delete(secret.get());
        }
    }

    private static Optional<Instant> end(KubeObject secret) {
        String text = secret.json().path("data").path("expiration").asString("");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(text);
            return Optional.of(
                    OffsetDateTime.parse(new String(decoded, StandardCharsets.UTF_8)).toInstant());
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.of(Instant.EPOCH);
        }
    }

    private void delete(KubeObject secret) {
        try {
            api.delete(ObjectRef.of(Resources.SECRETS, secret), DeleteOptions.ofUid(secret.uid()));
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND && e.reason() != StatusReason.CONFLICT) {
                throw e;
            }
        }
    }

    @Override
    public void start() {
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
    }
}
