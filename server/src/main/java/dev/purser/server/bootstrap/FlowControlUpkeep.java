package dev.purser.server.bootstrap;

import dev.purser.client.time.Timers;
import dev.purser.server.object.ObjectSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the objects of flow control as they should be for as long as the server runs: conditions
/// follow every change, and what somebody deletes comes back within a minute. Thread-safe.
public final class FlowControlUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlowControlUpkeep.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final FlowControlObjects objects;
    private final Timers timers;
    private final Semaphore due = new Semaphore(0);
    private final List<AutoCloseable> following = new ArrayList<>();
    private final Thread worker;

    /// Not at work yet.
    public FlowControlUpkeep(FlowControlObjects objects, Timers timers) {
        this.objects = objects;
        this.timers = timers;
        this.worker = Thread.ofVirtual().name("flow-control-upkeep").unstarted(this::work);
    }

    /// Begins; when it returns, everything is as it should be.
    ///
    /// @throws InterruptedException when the start is given up
    public void start(ObjectSource source) throws InterruptedException {
        objects.ensure();
        following.add(source.follow(FlowControlObjects.LEVELS, _ -> due.release()));
        following.add(source.follow(FlowControlObjects.SCHEMAS, _ -> due.release()));
        due.drainPermits();
        worker.start();
        again();
    }

    private void again() {
        timers.after(
                INTERVAL,
                () -> {
                    due.release();
                    again();
                });
    }

    private void work() {
        try {
            while (true) {
                due.acquire();
                due.drainPermits();
                look();
            }
        } catch (InterruptedException e) {
            // The server stops.
            Thread.currentThread().interrupt();
        }
    }

    /// The top of the worker: what fails now is tried again within a minute.
    private void look() throws InterruptedException {
        try {
            objects.ensure();
        } catch (RuntimeException e) {
            LOG.warn("The objects of flow control cannot be kept in order", e);
        }
    }

    @Override
    public void close() {
        worker.interrupt();
        for (AutoCloseable each : following) {
            try {
                each.close();
            } catch (Exception e) {
                // Declared by the interface; following ends with the store in any case.
                LOG.debug("The following of flow control's objects did not end cleanly", e);
            }
        }
    }
}
