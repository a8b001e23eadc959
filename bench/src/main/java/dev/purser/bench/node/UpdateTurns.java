package dev.purser.bench.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// Lets clusters take turns at being changed.
///
/// Some agents look for changes at intervals. If each change came right after the last one had
/// arrived, it would come at the beginning of an interval every time, and changes would seem slower
/// than they are. So each waits for a random time, up to what the cluster's slowest change has
/// taken, while the other clusters have their turns. A cluster's very first change only tells what
/// that is; it is not among the figures.
final class UpdateTurns {
    private final int changes;
    private final Duration limit;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Map<String, Duration> slowest = new HashMap<>();

    /// @param changes of each cluster that are measured in one run
    /// @param limit of the time that a cluster's pauses and changes take in one run, those of
    ///   others left out; none begins after it, but each cluster is measured once at least
    UpdateTurns(
            int changes,
            Duration limit,
            RandomGenerator random,
            InstantSource clock,
            Sleeper sleeper) {
        this.changes = changes;
        this.limit = limit;
        this.random = random;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /// Waits.
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    /// What is changed in one cluster.
    interface Changeable {
        /// The cluster.
        String name();

        /// Changes it once, and waits until it is seen everywhere.
        ///
        /// @param number another one each time
        /// @return how long it took to each place, in nanoseconds; never empty
        List<Long> change(int number) throws Exception;
    }

    /// The next change of a cluster.
    ///
    /// @param spent of the limit, when it is due
    private record Turn(Changeable cluster, int number, Instant due, Duration spent) {}

    /// @return what was measured of each cluster, by its name, in nanoseconds
    Map<String, List<Long>> run(List<? extends Changeable> clusters) throws Exception {
        Map<String, List<Long>> measured = new HashMap<>();
        if (changes == 0) {
            return measured;
        }
        PriorityQueue<Turn> turns = new PriorityQueue<>(Comparator.comparing(Turn::due));
        clusters.forEach(cluster -> turns.add(first(cluster)));
        while (!turns.isEmpty()) {
            Turn turn = turns.remove();
            if (turn.number() > 0 && turn.spent().compareTo(limit) > 0) {
                continue;
            }
            awaitDue(turn);
            Instant begin = clock.instant();
            List<Long> nanos = take(turn);
            Duration took = Duration.between(begin, clock.instant());
            if (turn.number() >= 0) {
                measured.computeIfAbsent(turn.cluster().name(), _ -> new ArrayList<>())
                        .addAll(nanos);
            }
            if (turn.number() + 1 < changes) {
                turns.add(turn(turn.cluster(), turn.number() + 1, turn.spent().plus(took)));
            }
        }
        return measured;
    }

    private Turn first(Changeable cluster) {
        // The very first change comes before the numbered ones.
        int number = slowest.containsKey(cluster.name()) ? 0 : -1;
        return turn(cluster, number, Duration.ZERO);
    }

    private Turn turn(Changeable cluster, int number, Duration spent) {
        long bound = slowest.getOrDefault(cluster.name(), Duration.ZERO).toNanos();
        Duration pause = Duration.ofNanos(random.nextLong(bound + 1));
        return new Turn(cluster, number, clock.instant().plus(pause), spent.plus(pause));
    }

    private void awaitDue(Turn turn) throws InterruptedException {
        Duration early = Duration.between(clock.instant(), turn.due());
        if (early.isPositive()) {
            sleeper.sleep(early);
        }
    }

    private List<Long> take(Turn turn) throws Exception {
        List<Long> nanos = turn.cluster().change(turn.number());
        slowest.merge(
                turn.cluster().name(),
                Duration.ofNanos(Collections.max(nanos)),
                (one, other) -> one.compareTo(other) > 0 ? one : other);
        return nanos;
    }
}
