package dev.purser.client.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.client.testing.ManualTimers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WorkQueueTests {
    private final ManualTimers timers = new ManualTimers(Instant.EPOCH);
    private final WorkQueue<String> queue = new WorkQueue<>(timers);

    @Nested
    class Keys {
        @Test
        void comeInOrder() throws InterruptedException {
            queue.add("a");
            queue.add("b");

            assertThat(queue.take()).contains("a");
            assertThat(queue.take()).contains("b");
        }

        @Test
        void waitAtMostOnce() throws InterruptedException {
            queue.add("a");
            queue.add("a");
            queue.take();

            assertThat(queue.size()).isZero();
        }

        @Test
        void addedWhileBeingWorkedOnComeBackAfterwards() throws InterruptedException {
            queue.add("a");
            queue.take();
            queue.add("a");

            assertThat(queue.size()).isZero();
            queue.done("a");
            assertThat(queue.size()).isOne();
        }

        @Test
        void areForgottenWhenClosed() throws InterruptedException {
            queue.add("a");
            queue.close();

            assertThat(queue.take()).isEmpty();
            queue.add("b");
            assertThat(queue.size()).isZero();
        }

        @Test
        void letAWaitingWorkerGoWhenClosed() throws InterruptedException {
            Thread closer = Thread.ofVirtual().start(queue::close);

            assertThat(queue.take()).isEqualTo(Optional.empty());
            closer.join();
        }
    }

    @Nested
    class Delays {
        @Test
        void hold() {
            queue.addAfter("a", Duration.ofSeconds(1));

            timers.advance(Duration.ofMillis(999));
            assertThat(queue.size()).isZero();
            timers.advance(Duration.ofMillis(1));
            assertThat(queue.size()).isOne();
        }

        @Test
        void ofNothingAddAtOnce() {
            queue.addAfter("a", Duration.ZERO);

            assertThat(queue.size()).isOne();
        }
    }

    @Nested
    class Retries {
        @Test
        void pauseTwiceAsLongEachTime() throws InterruptedException {
            for (long pause : new long[] {5, 10, 20, 40}) {
                queue.addRateLimited("a");
                timers.advance(Duration.ofMillis(pause - 1));
                assertThat(queue.size()).isZero();
                timers.advance(Duration.ofMillis(1));
                assertThat(queue.size()).isOne();
                queue.done(queue.take().orElseThrow());
            }
        }

        @Test
        void neverPauseLongerThanTheLimit() {
            for (int i = 0; i < 80; i++) {
                queue.addRateLimited("a");
            }

            timers.advance(Duration.ofSeconds(1000));
            assertThat(timers.pending()).isZero();
        }

        @Test
        void beginAnewAfterASuccess() {
            queue.addRateLimited("a");
            queue.addRateLimited("a");
            queue.forget("a");

            assertThat(queue.failures("a")).isZero();
        }
    }
}
