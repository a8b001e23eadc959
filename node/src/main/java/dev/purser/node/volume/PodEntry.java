package dev.purser.node.volume;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.time.Timers;
import dev.purser.node.source.ConfigKey;
import dev.purser.node.source.ConfigSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What [NodeVolumes] knows of one pod. Work on its volumes is done under the lock; changes are
/// noted without it, so that whoever reports one never waits for the disk.
final class PodEntry {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ConfigKey, ConfigSource.Change.Kind> changes = new HashMap<>();
    private @Nullable KubeObject pod;
    private List<VolumeSpec> specs = List.of();
    private final Map<String, Path> ready = new LinkedHashMap<>();
    private final Map<String, AtomicDirectory.Shown> shown = new HashMap<>();
    private final Set<String> failed = new HashSet<>();
    private Duration pause = Duration.ZERO;
    private boolean tornDown;
    private volatile boolean showsTrust;
    private final AtomicBoolean trustChanged = new AtomicBoolean();
    private Timers.@Nullable Timer renewal;
    private Timers.@Nullable Timer retry;

    ReentrantLock lock() {
        return lock;
    }

    /// Takes the pod as it is now; needs the lock.
    void describe(KubeObject described) {
        pod = described;
        specs = VolumeSpecs.of(described);
        showsTrust =
                specs.stream()
                        .anyMatch(spec ->
                                spec instanceof VolumeSpec.Projected projected
                                        && projected.hasTrustBundle());
    }

    /// The pod as it was described last; needs the lock.
    KubeObject pod() {
        if (pod == null) {
            throw new IllegalStateException("the pod was not described");
        }
        return pod;
    }

    /// Needs the lock.
    List<VolumeSpec> specs() {
        return specs;
    }

    /// The volumes that were set up, with their paths; needs the lock.
    Map<String, Path> ready() {
        return ready;
    }

    /// Whether the pod's volumes are gone for good; needs the lock.
    boolean isTornDown() {
        return tornDown;
    }

    /// Needs the lock.
    void markTornDown() {
        tornDown = true;
        scheduleInsteadOfLast(null);
        if (retry != null) {
            retry.close();
        }
    }

    /// What the volumes show, as far as this process has written it; needs the lock.
    Map<String, AtomicDirectory.Shown> shown() {
        return shown;
    }

    /// A volume shows what it should; needs the lock.
    void succeeded(String volume) {
        failed.remove(volume);
        if (failed.isEmpty()) {
            pause = Duration.ZERO;
        }
    }

    /// A volume could not follow; needs the lock.
    ///
    /// @return whether it is the first, so that an attempt has to be planned
    boolean failed(String volume) {
        boolean first = failed.isEmpty();
        failed.add(volume);
        return first;
    }

    /// The volumes that could not follow, for one more attempt; needs the lock.
    Set<String> takeFailed() {
        Set<String> taken = Set.copyOf(failed);
        failed.clear();
        return taken;
    }

    /// The pause before the next attempt: twice the last one, as long as attempts fail; needs the
    /// lock.
    ///
    /// @param next makes the timer
    void planRetry(Duration shortest, Duration longest, Function<Duration, Timers.Timer> next) {
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(longest) > 0 ? longest : doubled;
        pause = pause.compareTo(shortest) < 0 ? shortest : pause;
        retry = next.apply(pause);
    }

    /// Keeps the next renewal of tokens and drops the one before; needs the lock.
    void scheduleInsteadOfLast(Timers.@Nullable Timer next) {
        if (renewal != null) {
            renewal.close();
        }
        renewal = next;
    }

    /// Notes a change; returns whether it is the first since the last [#takeChanges], so that
    /// somebody has to be sent to apply it.
    boolean note(ConfigSource.Change change) {
        synchronized (changes) {
            boolean first = changes.isEmpty();
            changes.put(change.key(), change.kind());
            return first;
        }
    }

    /// Notes that trust bundles have changed; returns whether that is news for a pod which shows
    /// any, so that somebody has to be sent.
    boolean noteTrust() {
        return showsTrust && trustChanged.compareAndSet(false, true);
    }

    /// What trust bundles hold is read after this.
    void takeTrust() {
        trustChanged.set(false);
    }

    /// The changes that were noted; they are forgotten here.
    Map<ConfigKey, ConfigSource.Change.Kind> takeChanges() {
        synchronized (changes) {
            Map<ConfigKey, ConfigSource.Change.Kind> taken = Map.copyOf(changes);
            changes.clear();
            return taken;
        }
    }

    /// The projected volumes that are in use; needs the lock.
    List<VolumeSpec.Projected> projectedInUse() {
        List<VolumeSpec.Projected> volumes = new ArrayList<>();
        for (VolumeSpec spec : specs) {
            if (spec instanceof VolumeSpec.Projected projected && ready.containsKey(spec.name())) {
                volumes.add(projected);
            }
        }
        return volumes;
    }
}
