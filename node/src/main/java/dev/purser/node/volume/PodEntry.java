package dev.purser.node.volume;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.time.Timers;
import dev.purser.node.source.ConfigKey;
import dev.purser.node.source.ConfigSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What [NodeVolumes] knows of one pod. Work on its volumes is done under the lock; changes are
/// noted without it, so that whoever reports one never waits for the disk.
final class PodEntry {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ConfigKey, ConfigSource.Change.Kind> changes = new HashMap<>();
    private @Nullable KubeObject pod;
    private List<VolumeSpec> specs = List.of();
    private final Map<String, Path> ready = new LinkedHashMap<>();
    private boolean tornDown;
    private Timers.@Nullable Timer renewal;

    ReentrantLock lock() {
        return lock;
    }

    /// Takes the pod as it is now; needs the lock.
    void describe(KubeObject described) {
        pod = described;
        specs = VolumeSpecs.of(described);
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
