package dev.purser.client.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.status.StatusErrors;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.time.SystemTimers;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ControlLoopTests {
    private static Runnable throwing(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }

    @Test
    void retriesWhateverWentWrong() throws InterruptedException {
        List<Runnable> failures =
                List.of(
                        throwing(StatusErrors.badRequest("refused")),
                        throwing(new ApiUnavailableException("away", new IOException())),
                        throwing(new IllegalStateException("defect")),
                        () -> {
                            throw new NoClassDefFoundError("absent");
                        });
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch succeeded = new CountDownLatch(1);
        try (SystemTimers timers = new SystemTimers(Clock.systemUTC())) {
            WorkQueue<String> queue = new WorkQueue<>(timers);
            Reconciler<String> reconciler =
                    key -> {
                        int call = calls.getAndIncrement();
                        if (call < failures.size()) {
                            failures.get(call).run();
                        }
                        succeeded.countDown();
                    };
            try (ControlLoop<String> loop = new ControlLoop<>("test", queue, reconciler)) {
                loop.start(1);
                queue.add("a");
                assertThat(succeeded.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(calls).hasValue(5);
    }

    @Test
    void interruptsTheWorkWhenClosed() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (SystemTimers timers = new SystemTimers(Clock.systemUTC())) {
            WorkQueue<String> queue = new WorkQueue<>(timers);
            Reconciler<String> reconciler =
                    key -> {
                        working.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                            throw e;
                        }
                    };
            ControlLoop<String> loop = new ControlLoop<>("test", queue, reconciler);
            loop.start(1);
            queue.add("a");
            working.await();

            loop.close();

            assertThat(interrupted.getCount()).isZero();
        }
    }
}
