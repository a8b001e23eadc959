package dev.purser.external.provider;

import dev.purser.client.time.Backoff;
import dev.purser.client.time.Timers;
import dev.purser.external.provider.ChangeSource.Change;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread of a [ChangeSource] that follows the store, and after a pause begins anew when that
/// breaks off. Keeps the promise of [ChangeSource#subscribe]: who may have missed something is told
/// so.
public final class FollowLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowLoop.class);
    private static final Duration BEGINNING_MAX = Duration.ofSeconds(3);

    private final Timers timers;
    private final Backoff backoff;
    private final Consumer<Change> listener;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean missed;

    /// How a store is followed.
    @FunctionalInterface
    public interface Follower {
        /// Follows the store until that breaks off or the loop [#isClosed].
        void follow() throws InterruptedException;
    }

    /// @param name of the thread
    /// @param backoff the pauses; the loop's own
    public FollowLoop(
            String name,
            Follower follower,
            Consumer<Change> listener,
            Timers timers,
            Backoff backoff) {
        this.listener = listener;
        this.timers = timers;
        this.backoff = backoff;
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(follower));
    }

    /// Starts the thread and returns.
    public void start() {
        thread.start();
    }

    /// Returns when the store is followed, could not be, or that takes too long.
    public void awaitBegin() throws InterruptedException {
        if (!tried.await(BEGINNING_MAX.toNanos(), TimeUnit.NANOSECONDS)) {
            missed = true;
        }
    }

    private void run(Follower follower) {
        try {
            while (!closed) {
                follower.follow();
                tried.countDown();
                timers.sleep(backoff.next());
            }
        } catch (InterruptedException e) {
            LOG.debug("{} ended", thread.getName());
        }
    }

    /// For the follower: from now on changes are seen.
    public void begin() {
        tried.countDown();
        if (missed) {
            missed = false;
            tell(new Change.Anything());
        }
    }

    /// For the follower: changes until the next [#begin] may not be seen.
    public void mayMiss() {
        missed = true;
    }

    /// For the follower: the store can be followed, so that the next pause is a short one.
    public void succeed() {
        backoff.reset();
    }

    /// For the follower: hands on a change.
    public void tell(Change change) {
        if (!closed) {
            listener.accept(change);
        }
    }

    public boolean isClosed() {
        return closed;
    }

    /// Ends the telling and interrupts the thread. Idempotent.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
