package dev.purser.server.admission.quota;

import dev.purser.api.status.StatusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Work by key, done by one thread at a time: whoever comes first does it for all who came
/// meanwhile. Thread-safe.
///
/// @param <W> a piece of work
final class Batches<W> {
    /// Keys share lanes, so that their number bounds memory; a lane that two keys share only makes
    /// them wait for each other.
    private static final int LANES = 64;

    private final BiConsumer<String, List<Waiting<W>>> worker;
    private final List<Lane<W>> lanes =
            IntStream.range(0, LANES).mapToObj(_ -> new Lane<W>()).toList();

    /// @param worker does the work of one key and says of each piece how it ended
    Batches(BiConsumer<String, List<Waiting<W>>> worker) {
        this.worker = worker;
    }

    /// A piece of work and how it ended.
    static final class Waiting<W> {
        private final String key;
        private final W work;
        private boolean isDone;
        private @Nullable StatusException refusal;

        private Waiting(String key, W work) {
            this.key = key;
            this.work = work;
        }

        W work() {
            return work;
        }

        void allow() {
            refusal = null;
        }

        void refuse(StatusException why) {
            refusal = why;
        }
    }

    private static final class Lane<W> {
        private final ReentrantLock turn = new ReentrantLock();
        private final List<Waiting<W>> waiting = new ArrayList<>();

        void add(Waiting<W> work) {
            synchronized (waiting) {
                waiting.add(work);
            }
        }

        List<Waiting<W>> takeAll() {
            synchronized (waiting) {
                List<Waiting<W>> all = List.copyOf(waiting);
                waiting.clear();
                return all;
            }
        }
    }

    /// Returns when the work is done, by this thread or another.
    ///
    /// @return why it was refused; empty when it was not
    Optional<StatusException> process(String key, W work) {
        Lane<W> lane = lanes.get(Math.floorMod(key.hashCode(), LANES));
        Waiting<W> own = new Waiting<>(key, work);
        lane.add(own);
        lane.turn.lock();
        try {
            if (!own.isDone) {
                processAll(lane.takeAll());
            }
            if (!own.isDone) {
                throw new IllegalStateException("a defect ended the work of a whole batch");
            }
            return Optional.ofNullable(own.refusal);
        } finally {
            lane.turn.unlock();
        }
    }

    private void processAll(List<Waiting<W>> all) {
        Map<String, List<Waiting<W>>> byKey = new LinkedHashMap<>();
        all.forEach(
                waiting -> byKey.computeIfAbsent(waiting.key, _ -> new ArrayList<>()).add(waiting));
        byKey.forEach(worker);
        all.forEach(waiting -> waiting.isDone = true);
    }
}
