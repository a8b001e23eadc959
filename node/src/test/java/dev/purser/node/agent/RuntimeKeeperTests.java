package dev.purser.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.client.time.Timers;
import dev.purser.node.containerd.ContainerdException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RuntimeKeeperTests {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /// Notes every pause, and lets it be over at once.
    private static final class HastyTimers implements Timers {
        private final BlockingQueue<Duration> pauses = new ArrayBlockingQueue<>(1);
        private volatile Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void sleep(Duration delay) throws InterruptedException {
            pauses.put(delay);
            now = now.plus(delay);
        }

        Duration next() throws InterruptedException {
            Duration pause = pauses.poll(30, TimeUnit.SECONDS);
            assertThat(pause).isNotNull();
            return pause;
        }

        @Override
        public void close() {
            pauses.clear();
        }
    }

    private final HastyTimers timers = new HastyTimers();
    private final AtomicBoolean runs = new AtomicBoolean(true);
    private final AtomicBoolean works = new AtomicBoolean(true);
    private final AtomicInteger starts = new AtomicInteger();

    private RuntimeKeeper keeper() {
        return new RuntimeKeeper(
                new RuntimeKeeper.Kept() {
                    @Override
                    public boolean isRunning() {
                        return runs.get();
                    }

                    @Override
                    public void start() throws ContainerdException {
                        starts.incrementAndGet();
                        if (!works.get()) {
                            throw new ContainerdException("containerd ended; see its log");
                        }
                        runs.set(true);
                    }
                },
                timers);
    }

    @Test
    void startsAgainAtOnce() throws InterruptedException {
        try (RuntimeKeeper keeper = keeper()) {
            keeper.start();
            assertThat(timers.next()).isEqualTo(PERIOD);
            assertThat(timers.next()).isEqualTo(PERIOD);
            assertThat(starts).hasValue(0);
            runs.set(false);
            Duration pause = timers.next();
            while (!pause.isZero()) {
                pause = timers.next();
            }
            timers.next();
            timers.next();
        }
        assertThat(starts).hasValue(1);
        assertThat(runs).isTrue();
    }

    @Test
    void waitsLongerAfterEachFailure() throws InterruptedException {
        runs.set(false);
        works.set(false);
        try (RuntimeKeeper keeper = keeper()) {
            keeper.start();
            for (int seconds : new int[] {0, 1, 2, 4, 8, 16, 32, 60, 60}) {
                assertThat(timers.next()).isEqualTo(PERIOD);
                assertThat(timers.next()).isEqualTo(Duration.ofSeconds(seconds));
            }
        }
    }
}
