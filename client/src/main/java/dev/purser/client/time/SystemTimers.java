package dev.purser.client.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Timers of the running machine: delays follow the monotonic clock, [#instant] the given one.
public final class SystemTimers implements Timers {
    private static final Logger log = LoggerFactory.getLogger(SystemTimers.class);

    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor executor;

    public SystemTimers(InstantSource clock) {
        this.clock = clock;
        this.executor =
                new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name("timers").factory());
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> future =
                    executor.schedule(
                            () -> runLogged(task),
                            Math.max(0, delay.toNanos()),
                            TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            log.debug("timer refused after close");
            return () -> {};
        }
    }

    /// The top of the timer thread: one task's failure must not end the others.
    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("timer task failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
