package dev.purser.app.command;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// The order to end that a signal gives: noted at once, obeyed by the main thread in its own time,
/// while the process waits for it. Thread-safe.
final class StopOrder implements AutoCloseable {
    private final CountDownLatch given = new CountDownLatch(1);
    private final CountDownLatch obeyed = new CountDownLatch(1);
    private @Nullable Thread interruptible;

    /// Begins to listen for signals.
    static StopOrder listen() {
        StopOrder order = new StopOrder();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(order::give));
        return order;
    }

    private void give() {
        given.countDown();
        synchronized (this) {
            if (interruptible != null) {
                interruptible.interrupt();
            }
        }
        try {
            obeyed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isGiven() {
        return given.getCount() == 0;
    }

    void await() throws InterruptedException {
        given.await();
    }

    /// From here on the order interrupts the caller.
    synchronized void interruptMe() {
        interruptible = Thread.currentThread();
        if (isGiven()) {
            interruptible.interrupt();
        }
    }

    /// From here on the caller is not interrupted any more.
    synchronized void leaveMe() {
        interruptible = null;
        var _ = Thread.interrupted();
    }

    /// The process may end.
    @Override
    public void close() {
        obeyed.countDown();
    }
}
