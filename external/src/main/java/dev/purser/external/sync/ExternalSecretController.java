package dev.purser.external.sync;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.time.Timers;
import dev.purser.controllers.object.Controller;
import dev.purser.external.store.StoreRef;
import dev.purser.external.sync.ExternalSecretReconciler.Asked;
import dev.purser.external.sync.ExternalSecretReconciler.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides when each ExternalSecret is looked at: after a change of it or of its Secret, when its
/// interval is over, when its store works again, when somebody says that values have changed.
final class ExternalSecretController implements Controller {
    private static final Logger log = LoggerFactory.getLogger(ExternalSecretController.class);

    /// As many as a store's calls at a time, unless it says more.
    private static final int LANE_WIDTH = 8;

    /// How much earlier than its interval a Secret may be refreshed, so that those which were made
    /// together are not refreshed together for ever.
    private static final double JITTER = 0.1;

    /// How often those are looked at whose windows hold them back.
    private static final Duration WINDOW_CHECK = Duration.ofMinutes(1);

    private static final Duration CONFLICT_PAUSE = Duration.ofMillis(50);

    private final KnownExternalSecrets known;
    private final ExternalSecretReconciler reconciler;
    private final Timers timers;
    private final RandomGenerator random;
    private final Failures failures;
    private final SyncMetrics metrics;
    private final Lanes lanes;
    private final Schedule schedule;
    private final Map<ObjectKey, Asked> asked = new ConcurrentHashMap<>();

    ExternalSecretController(
            Informer externalSecrets,
            KnownExternalSecrets known,
            ExternalSecretReconciler reconciler,
            SyncMetrics metrics,
            Timers timers,
            RandomGenerator random) {
        this.known = known;
        this.reconciler = reconciler;
        this.metrics = metrics;
        this.timers = timers;
        this.random = random;
        this.failures = new Failures(random);
        this.lanes = new Lanes(LANE_WIDTH, known::lane, this::work);
        this.schedule = new Schedule(timers, key -> ask(key, Asked.BY_TIME));
        externalSecrets.withHandler(new Changes());
    }

    /// Follows the Secrets that are written to, as well.
    void followSecrets(Informer secrets) {
        secrets.withHandler(
                new ChangeHandler(secret -> known.writersOf(secret).forEach(lanes::add)));
    }

    /// Follows a kind of stores, as well: those that wait for one that did not work try again.
    void storeChanged(StoreRef store) {
        failures.among(known.readersOf(store)).forEach(this::ask);
    }

    /// Fetches values soon.
    void ask(ObjectKey key) {
        ask(key, Asked.BY_WORD);
    }

    private void ask(ObjectKey key, Asked how) {
        note(key, how);
        lanes.add(key);
    }

    private void note(ObjectKey key, Asked how) {
        var _ = asked.merge(key, how, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    private void work(ObjectKey key) {
        try {
            Asked how = Objects.requireNonNullElse(asked.remove(key), Asked.NO);
            settle(key, how, reconciler.reconcile(key, how));
        } catch (InterruptedException e) {
            log.debug("external secret {} is left as it is", key);
        } catch (StatusException e) {
            refused(key, e);
        } catch (ApiUnavailableException e) {
            log.warn("external secret {}: {}", key, e.getMessage());
            schedule.after(key, failures.next(key));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // The top of this key's work: a defect met by one object, be it of a library that was
            // just loaded, must not end the others' nor leave this one forgotten. Its text might
            // hold what was fetched.
            log.error("external secret {} failed: {}", key, e.getClass().getName());
            log.debug("{} at {}", key, e.getStackTrace());
            schedule.after(key, failures.next(key));
        }
    }

    private void refused(ObjectKey key, StatusException e) {
        if (e.reason() == StatusReason.CONFLICT || e.reason() == StatusReason.ALREADY_EXISTS) {
            // The world was another meanwhile.
            schedule.after(key, CONFLICT_PAUSE);
            return;
        }
        log.warn("external secret {}: {}", key, e.getMessage());
        schedule.after(key, failures.next(key));
    }

    private void settle(ObjectKey key, Asked how, Outcome outcome) {
        switch (outcome) {
            case Outcome.Gone _ -> forget(key);
            case Outcome.Foreign _ -> forget(key);
            case Outcome.Unchanged unchanged -> {
                failures.forget(key);
                refreshLater(unchanged.externalSecret());
            }
            case Outcome.Postponed postponed -> {
                note(key, how);
                schedule.after(key, postponed.pause(), lanes::add);
            }
            case Outcome.Synced synced -> {
                failures.forget(key);
                metrics.succeeded(key, synced.took());
                refreshAfter(synced.externalSecret(), synced.externalSecret().interval());
            }
            case Outcome.Failed failed -> {
                metrics.failed(key, failed.took());
                schedule.after(key, pause(failed));
            }
        }
    }

    private void forget(ObjectKey key) {
        schedule.cancel(key);
        failures.forget(key);
        metrics.forget(key);
        asked.remove(key);
    }

    /// Who waits for a store comes back a while after its next trial, each at another moment.
    private Duration pause(Outcome.Failed failed) {
        Duration own = failures.next(failed.externalSecret());
        ExternalSecret owner = failed.externalSecret();
        if (failed.why().isLasting()) {
            Duration interval = owner.interval();
            return owner.isPolled() && interval.compareTo(own) > 0 ? interval : own;
        }
        Optional<Duration> wait = failed.why().retryAfter();
        if (wait.isEmpty()) {
            return own;
        }
        Duration spread = wait.get().plusNanos(some(wait.get().toNanos() / 4.0));
        return spread.compareTo(own) > 0 ? spread : own;
    }

    private void refreshLater(ExternalSecret owner) {
        if (owner.isHeldBack(timers.instant())) {
            schedule.after(owner.key(), WINDOW_CHECK);
            return;
        }
        Instant due =
                owner.refreshTime().map(last -> last.plus(owner.interval())).orElse(Instant.EPOCH);
        Duration left = Duration.between(timers.instant(), due);
        refreshAfter(owner, left.isNegative() ? Duration.ZERO : left);
    }

    private void refreshAfter(ExternalSecret owner, Duration most) {
        if (!owner.isPolled()) {
            schedule.cancel(owner.key());
            return;
        }
        double earliest = owner.interval().toNanos() * JITTER;
        double earlier = Math.min((double) most.toNanos(), earliest);
        schedule.after(owner.key(), most.minusNanos(some(earlier)));
    }

    private long some(double most) {
        return (long) (random.nextDouble() * most);
    }

    private final class Changes implements ObjectHandler {
        @Override
        public void added(KubeObject object) {
            lanes.add(ObjectKey.of(object));
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            if (KnownExternalSecrets.isNews(before, after)) {
                lanes.add(ObjectKey.of(after));
            }
        }

        @Override
        public void deleted(KubeObject last) {
            lanes.add(ObjectKey.of(last));
        }
    }

    /// How many are to be looked at now, for those who measure.
    int waiting() {
        return lanes.size();
    }

    @Override
    public void start() {
        lanes.start();
    }

    @Override
    public void close() {
        schedule.close();
        lanes.close();
    }
}
