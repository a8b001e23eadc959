package dev.purser.client.time;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/// A clock that can also call back. Thread-safe.
public interface Timers extends InstantSource, AutoCloseable {
    /// Runs the task once, when the delay is over; at once on another thread for a delay of zero or
    /// less. Tasks must be short and must not throw. After [#close] nothing runs any more.
    Timer after(Duration delay, Runnable task);

    /// Waits for the delay.
    default void sleep(Duration delay) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        try (Timer _ = after(delay, over::countDown)) {
            over.await();
        }
    }

    /// Forgets all callbacks.
    @Override
    void close();

    /// A callback to come; closing it calls it off, if it has not begun.
    interface Timer extends AutoCloseable {
        @Override
        void close();
    }
}
