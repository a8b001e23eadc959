package dev.purser.wire.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Finds out that a client has gone while nobody reads from it: as long as a program takes no
/// input, the client's farewell waits behind the input that it sent.
///
/// Thread-safe.
final class Pulse implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final CountDownLatch over = new CountDownLatch(1);

    /// Begins to send, until closed.
    ///
    /// @param lost called when sending fails
    void start(Beat beat, Runnable lost) {
        Thread.ofVirtual().name("pulse").start(() -> run(beat, lost));
    }

    private void run(Beat beat, Runnable lost) {
        try {
            for (int number = 2; !over.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS); ) {
                beat.send(number);
                number = number > Integer.MAX_VALUE - 2 ? 2 : number + 2;
            }
        } catch (IOException e) {
            lost.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
    }

    /// Sends something that the client need not see.
    interface Beat {
        /// @param number even, and another one each time
        void send(int number) throws IOException;
    }
}
