package dev.purser.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a store forget, now and then, what its cache no longer remembers: no reader can ask for
/// that history any more.
public final class HistoryCompaction implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryCompaction.class);

    private final Store store;
    private final RevisionCache cache;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private HistoryCompaction(Store store, RevisionCache cache, Duration interval) {
        this.store = store;
        this.cache = cache;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("history-compaction").unstarted(this::run);
    }

    /// Begins; the first compaction comes after one interval.
    public static HistoryCompaction start(Store store, RevisionCache cache, Duration interval) {
        HistoryCompaction compaction = new HistoryCompaction(store, cache, interval);
        compaction.thread.start();
        return compaction;
    }

    /// Ends it and waits for a compaction that is under way. The store is still open then.
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                compact();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void compact() {
        try {
            store.compact(cache.oldestRevision());
        } catch (StoreException e) {
            LOG.warn("The store's history was not compacted: {}", e.getMessage());
        }
    }
}
