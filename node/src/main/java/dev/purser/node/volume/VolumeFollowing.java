package dev.purser.node.volume;

import dev.purser.client.time.Timers;
import dev.purser.node.source.ConfigKey;
import dev.purser.node.source.ConfigSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries changes into the files of volumes that are in use, and tries again what failed.
/// Thread-safe.
///
/// Each pod with something to do has a thread of the operating system to itself, so that a disk
/// that hangs under one pod's volumes holds up no other's. What was shown before is cleared away
/// afterwards, on one thread for all: a swap is what somebody waits for, a removal is not.
final class VolumeFollowing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeFollowing.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /// Kubelet's pauses between attempts to mount.
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(122);

    /// Tokens and certificates are looked at so often at least, since the clock may be set.
    private static final Duration RENEWAL_LOOK = Duration.ofMinutes(1);

    private final VolumeSetUp setUp;
    private final ProjectionSources sources;
    private final Timers timers;
    private final List<PodVolumes.Listener> listeners;
    private final ExecutorService workers =
            Executors.newCachedThreadPool(Thread.ofPlatform().name("volumes-", 0).factory());
    private final ExecutorService tidier =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("volumes-tidy").factory());

    /// @param listeners hear of what happens; may grow
    VolumeFollowing(
            VolumeSetUp setUp,
            ProjectionSources sources,
            Timers timers,
            List<PodVolumes.Listener> listeners) {
        this.setUp = setUp;
        this.sources = sources;
        this.timers = timers;
        this.listeners = listeners;
    }

    /// Takes note of a change that concerns a pod, and returns at once.
    void note(PodEntry entry, ConfigSource.Change change) {
        if (entry.note(change)) {
            inBackground(workers, () -> applyChanges(entry));
        }
    }

    /// Takes note of a change of trust bundles, which may concern any pod, and returns at once.
    void noteTrust(PodEntry entry) {
        if (entry.noteTrust()) {
            inBackground(workers, () -> applyTrust(entry));
        }
    }

    private void applyTrust(PodEntry entry) {
        entry.lock().lock();
        try {
            entry.takeTrust();
            refresh(entry, VolumeSpec.Projected::hasTrustBundle, true);
        } finally {
            entry.lock().unlock();
        }
    }

    /// Takes note that a signer has answered a pod, and returns at once.
    void noteCertificate(PodEntry entry) {
        inBackground(workers, () -> renew(entry, VolumeSpec.Projected::hasCertificate));
    }

    /// Brings a volume to what it should show; needs the pod's lock.
    ///
    /// @return whether anything that a reader sees has changed
    boolean apply(PodEntry entry, VolumeSpec spec, VolumeSetUp.Tidying tidying)
            throws SetUpException, InterruptedException {
        VolumeSetUp.Result result = setUp.setUp(entry.pod(), spec, entry.shown(), tidying);
        entry.succeeded(spec.name());
        boolean inUse = entry.ready().put(spec.name(), result.path()) != null;
        if (inUse && result.changed()) {
            String uid = entry.pod().uid();
            listeners.forEach(listener -> listener.updated(uid, spec.name()));
        }
        return result.changed();
    }

    private static void inBackground(ExecutorService executor, Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("the volumes are closed; their files keep their content");
        }
    }

    private void applyChanges(PodEntry entry) {
        entry.lock().lock();
        try {
            Map<ConfigKey, ConfigSource.Change.Kind> changes = entry.takeChanges();
            refresh(
                    entry,
                    volume -> volume.keys().stream().anyMatch(changes::containsKey),
                    !isOnlyVanishing(changes));
        } finally {
            entry.lock().unlock();
        }
    }

    /// An object that is deleted while pods use it leaves their files as they are, and is nothing
    /// to warn of.
    private static boolean isOnlyVanishing(Map<ConfigKey, ConfigSource.Change.Kind> changes) {
        return changes.values().stream()
                .allMatch(kind -> kind == ConfigSource.Change.Kind.VANISHED);
    }

    /// @param isTrouble whether a failure is told and tried again
    private void refresh(
            PodEntry entry, Predicate<VolumeSpec.Projected> concerned, boolean isTrouble) {
        if (entry.isTornDown()) {
            return;
        }
        List<VolumeSpec.Projected> changed = new ArrayList<>();
        for (VolumeSpec.Projected volume : entry.projectedInUse()) {
            if (concerned.test(volume)) {
                try {
                    if (apply(entry, volume, VolumeSetUp.Tidying.LATER)) {
                        changed.add(volume);
                    }
                } catch (SetUpException e) {
                    if (isTrouble) {
                        fail(entry, VolumeFailure.setUp(volume.name(), e.getMessage()));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
        if (!changed.isEmpty()) {
            inBackground(tidier, () -> tidy(entry, changed));
        }
    }

    private void fail(PodEntry entry, VolumeFailure failure) {
        String uid = entry.pod().uid();
        listeners.forEach(listener -> listener.failed(uid, failure));
        if (entry.failed(failure.volume())) {
            entry.planRetry(
                    SHORTEST_PAUSE,
                    LONGEST_PAUSE,
                    pause -> timers.after(pause, () -> inBackground(workers, () -> retry(entry))));
        }
    }

    private void retry(PodEntry entry) {
        entry.lock().lock();
        try {
            Set<String> failed = entry.takeFailed();
            refresh(entry, volume -> failed.contains(volume.name()), true);
        } finally {
            entry.lock().unlock();
        }
    }

    private void tidy(PodEntry entry, List<VolumeSpec.Projected> volumes) {
        entry.lock().lock();
        try {
            for (VolumeSpec.Projected volume : volumes) {
                if (!entry.isTornDown()) {
                    setUp.tidy(entry.pod(), volume);
                }
            }
        } catch (IOException e) {
            LOG.debug("what a volume showed before is cleared away with the next change", e);
        } finally {
            entry.lock().unlock();
        }
    }

    /// Sees to it that tokens and certificates are renewed in time; needs the pod's lock.
    void scheduleRenewal(PodEntry entry) {
        String uid = entry.pod().uid();
        entry.scheduleInsteadOfLast(
                Stream.of(
                                sources.tokens().nextRenewal(uid),
                                sources.certificates().nextRenewal(uid))
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder())
                        .map(due -> Duration.between(timers.instant(), due))
                        .map(left -> left.compareTo(RENEWAL_LOOK) < 0 ? left : RENEWAL_LOOK)
                        .map(left ->
                                timers.after(
                                        left,
                                        () ->
                                                inBackground(
                                                        workers,
                                                        () ->
                                                                renew(
                                                                        entry,
                                                                        VolumeSpec.Projected
                                                                                ::isRenewed))))
                        .orElse(null));
    }

    private void renew(PodEntry entry, Predicate<VolumeSpec.Projected> concerned) {
        entry.lock().lock();
        try {
            if (!entry.isTornDown()) {
                refresh(entry, concerned, true);
                scheduleRenewal(entry);
            }
        } finally {
            entry.lock().unlock();
        }
    }

    /// Returns once nothing is being written any more, or takes too long.
    @Override
    public void close() {
        workers.shutdownNow();
        tidier.shutdownNow();
        try {
            if (!workers.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    || !tidier.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A volume is still being written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
