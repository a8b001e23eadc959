package dev.purser.server.flow;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A request's place: it waits, is carried out, and ends. Thread-safe.
final class Turn {
    private final SeatQueues queues;
    private final @Nullable FlowQueue queue;
    private final Width width;
    private final double arrival;
    private final CountDownLatch started = new CountDownLatch(1);
    private long startNanos;
    private boolean finished;

    /// @param queue where it waits; null where there are none
    /// @param arrival when it came, in virtual time
    Turn(SeatQueues queues, @Nullable FlowQueue queue, Width width, double arrival) {
        this.queues = queues;
        this.queue = queue;
        this.width = width;
        this.arrival = arrival;
    }

    Width width() {
        return width;
    }

    double arrival() {
        return arrival;
    }

    @Nullable FlowQueue queue() {
        return queue;
    }

    long startNanos() {
        return startNanos;
    }

    boolean isStarted() {
        return started.getCount() == 0;
    }

    /// Waits for its start, then gives up.
    ///
    /// @return whether it may be carried out; if so, [#finish] must follow
    boolean await(Duration patience) throws InterruptedException {
        if (isStarted()) {
            return true;
        }
        try {
            return started.await(patience.toNanos(), TimeUnit.NANOSECONDS) || !queues.giveUp(this);
        } catch (InterruptedException e) {
            if (!queues.giveUp(this)) {
                finish();
            }
            throw e;
        }
    }

    /// Ends it.
    ///
    /// @return whether it had not ended before
    boolean finish() {
        return queues.finish(this);
    }

    /// Under the lock of the queues.
    void start(long nanos) {
        startNanos = nanos;
        started.countDown();
    }

    /// Under the lock of the queues.
    ///
    /// @return whether it had not ended before
    boolean end() {
        boolean first = !finished;
        finished = true;
        return first;
    }
}
