package dev.purser.node.eviction;

import dev.purser.client.time.Timers;
import dev.purser.node.eviction.PressureState.Judgement;
import dev.purser.node.settings.EvictionSettings;
import dev.purser.node.settings.Signal;
import dev.purser.node.settings.Threshold;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches what the machine runs short of, on a thread of its own, and evicts pods: those that take
/// more of the disk than they may at all, and others when the node has to get something back. One
/// pod goes at a time. Thread-safe.
///
/// Everything is looked at every 10 s, as in kubelet. The memory is looked at more often the less
/// there is of it, so that no program can use it up unseen: the next look comes before a program
/// that takes [#FILL_BYTES_PER_SECOND] could have reached the threshold.
public final class PressureWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PressureWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration CLEANUP_LIMIT = Duration.ofSeconds(30);
    private static final Duration HARD_GRACE = Duration.ofSeconds(1);
    private static final long FILL_BYTES_PER_SECOND = 4L << 30;
    private static final Duration MEMORY_PAUSE_MIN = Duration.ofMillis(100);

    private final Sources sources;
    private final EvictionSettings settings;
    private final List<Threshold> thresholds;
    private final EvictionTargets targets;
    private final NodeReclaim reclaim;
    private final Timers timers;
    private final PressureState state;
    private final Pressures pressures;
    private boolean isMemoryDue;
    private @Nullable Thread thread;

    /// Where the facts come from.
    public record Sources(SignalSource signals, ConsumptionSource consumption) {}

    /// What can be done.
    ///
    /// @param pressures is told what the node is short of
    public record Means(Pressures pressures, EvictionTargets targets, NodeReclaim reclaim) {}

    public PressureWatch(Sources sources, EvictionSettings settings, Means means, Timers timers) {
        this.sources = sources;
        this.settings = settings;
        this.pressures = means.pressures();
        this.targets = means.targets();
        this.reclaim = means.reclaim();
        this.timers = timers;
        thresholds = effective(settings.thresholds());
        state = new PressureState(thresholds, settings);
    }

    /// What pods may use together has the same hard limit as the machine's memory. Containers'
    /// files have no signals of their own: they are on one of the two other file systems.
    private static List<Threshold> effective(List<Threshold> configured) {
        List<Threshold> effective = new ArrayList<>();
        for (Threshold each : configured) {
            boolean isContainerFs =
                    each.signal() == Signal.CONTAINERFS_AVAILABLE
                            || each.signal() == Signal.CONTAINERFS_INODES_FREE;
            if (!isContainerFs) {
                effective.add(each);
            }
            if (each.signal() == Signal.MEMORY_AVAILABLE && each.isHard()) {
                effective.add(
                        new Threshold(
                                Signal.ALLOCATABLE_MEMORY_AVAILABLE,
                                each.value(),
                                each.grace(),
                                each.minimumReclaim()));
            }
        }
        return effective;
    }

    /// Begins to watch.
    public synchronized void start() {
        thread = Thread.ofVirtual().name("pressure-watch").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<PodSpec> evicted = synchronize();
                for (PodSpec pod : evicted) {
                    if (!targets.awaitEnd(pod, CLEANUP_LIMIT)) {
                        LOG.warn("Pod {} has not ended yet", pod.identity());
                    }
                }
                if (evicted.isEmpty()) {
                    awaitNext();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The watch for pressure ends");
        }
    }

    /// Waits until everything is to be looked at again.
    private void awaitNext() throws InterruptedException {
        Instant next = timers.instant().plus(PERIOD);
        while (true) {
            Duration rest = Duration.between(timers.instant(), next);
            if (!rest.isPositive()) {
                return;
            }
            Duration pause = rest;
            long headroom = memoryHeadroom();
            if (!isMemoryDue) {
                if (headroom <= 0) {
                    return;
                }
                pause = shorter(rest, untilFull(headroom));
            }
            timers.sleep(pause);
        }
    }

    private static Duration untilFull(long bytes) {
        Duration time = Duration.ofMillis(bytes / (FILL_BYTES_PER_SECOND / 1000));
        return time.compareTo(MEMORY_PAUSE_MIN) < 0 ? MEMORY_PAUSE_MIN : time;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// How far the memory is from its highest threshold.
    private long memoryHeadroom() {
        try {
            Observation memory = sources.signals().memory();
            return thresholds.stream()
                    .filter(each -> each.signal() == Signal.MEMORY_AVAILABLE)
                    .mapToLong(each -> memory.available() - each.value().of(memory.capacity()))
                    .min()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            LOG.warn("The memory cannot be observed: {}", e.getMessage());
            return Long.MAX_VALUE;
        }
    }

    /// Looks at everything once, and does what is to be done.
    ///
    /// @return the pods that were evicted
    List<PodSpec> synchronize() {
        try {
            Map<Signal, Observation> observed = sources.signals().observe();
            Judgement judgement = state.judge(observed, timers.instant());
            show(judgement.conditions());
            isMemoryDue =
                    judgement.due().stream()
                            .anyMatch(each -> Pressure.of(each.signal()) == Pressure.MEMORY);
            List<PodSpec> greedy = evictGreedy();
            if (!greedy.isEmpty() || judgement.due().isEmpty()) {
                return greedy;
            }
            return relieve(judgement.due(), observed);
        } catch (IOException e) {
            LOG.warn("Pressure cannot be observed: {}", e.getMessage());
            return List.of();
        }
    }

    private void show(Set<Pressure> now) {
        if (pressures.set(now)) {
            LOG.info("The node is now under pressure of: {}", now);
            targets.conditionsChanged();
        }
    }

    /// Evicts the pods that take more of the disk than they may.
    private List<PodSpec> evictGreedy() throws IOException {
        List<PodSpec> limited = targets.active().stream().filter(StorageLimits::has).toList();
        if (limited.isEmpty()) {
            return List.of();
        }
        Map<String, PodConsumption> consumption = sources.consumption().of(limited);
        boolean hasImageFileSystem = sources.signals().hasImageFileSystem();
        List<PodSpec> evicted = new ArrayList<>();
        for (PodSpec pod : limited) {
            PodConsumption used = consumption.get(pod.identity().uid());
            if (used == null) {
                continue;
            }
            Optional<String> violation =
                    StorageLimits.violation(pod, used, hasImageFileSystem)
                            .filter(_ -> !pod.isCritical());
            if (violation.isPresent()) {
                targets.evict(pod, new Verdict("Evicted", violation.get()), HARD_GRACE);
                evicted.add(pod);
            }
        }
        return evicted;
    }

    /// Gets back what is missing most: first what nobody needs, then one pod.
    private List<PodSpec> relieve(List<Threshold> due, Map<Signal, Observation> observed)
            throws IOException {
        Threshold first = due.getFirst();
        Starved starved = Starved.of(first.signal());
        LOG.info("The node runs short of {}", starved.text());
        targets.announce(starved.text());
        boolean hasImageFileSystem = sources.signals().hasImageFileSystem();
        if (canReclaim(first.signal(), hasImageFileSystem)) {
            reclaim.reclaimDisk();
            if (state.isResolved(sources.signals().observe())) {
                return List.of();
            }
        }
        List<PodSpec> active = targets.active();
        Map<String, PodConsumption> consumption = sources.consumption().of(active);
        List<PodSpec> ranked =
                new Ranking(first.signal(), consumption, hasImageFileSystem).rank(active);
        EvictionMessage message = new EvictionMessage(starved, due, observed);
        for (PodSpec pod : ranked) {
            if (!pod.isCritical()) {
                String why = message.about(pod, consumption.get(pod.identity().uid()));
                targets.evict(pod, new Verdict("Evicted", why, true), grace(first, pod));
                return List.of(pod);
            }
        }
        LOG.warn("No pod can be evicted");
        return List.of();
    }

    /// Images and ended containers take nothing of memory, nor of a file system that is not theirs.
    private static boolean canReclaim(Signal signal, boolean hasImageFileSystem) {
        return switch (signal) {
            case IMAGEFS_AVAILABLE, IMAGEFS_INODES_FREE -> true;
            case NODEFS_AVAILABLE, NODEFS_INODES_FREE -> !hasImageFileSystem;
            default -> false;
        };
    }

    private Duration grace(Threshold threshold, PodSpec pod) {
        if (threshold.isHard()) {
            return HARD_GRACE;
        }
        return settings.maxPodGraceSeconds() < 0
                ? pod.terminationGrace()
                : Duration.ofSeconds(settings.maxPodGraceSeconds());
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
