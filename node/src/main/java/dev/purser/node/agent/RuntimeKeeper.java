package dev.purser.node.agent;

import dev.purser.client.time.Timers;
import dev.purser.node.containerd.ContainerdException;
import dev.purser.node.retry.FailureBackOff;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts containerd again when it has ended by itself: at once the first time, then after pauses
/// that grow. Containers go on meanwhile, since their shims are processes of their own.
/// Thread-safe.
final class RuntimeKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeKeeper.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration END_LIMIT = Duration.ofSeconds(40);

    private final Kept runtime;
    private final Timers timers;
    private final FailureBackOff backOff =
            new FailureBackOff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private @Nullable Thread thread;

    /// What is kept running.
    interface Kept {
        boolean isRunning();

        void start() throws ContainerdException, IOException, InterruptedException;
    }

    RuntimeKeeper(Kept runtime, Timers timers) {
        this.runtime = runtime;
        this.timers = timers;
    }

    synchronized void start() {
        thread = Thread.ofVirtual().name("runtime-keeper").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                timers.sleep(PERIOD);
                if (!runtime.isRunning()) {
                    startAgain();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("containerd is no longer watched");
        }
    }

    private void startAgain() throws InterruptedException {
        Instant failure = timers.instant();
        Duration pause = backOff.pauseAfter(failure);
        LOG.warn("containerd has ended; it is started again {}", inWords(pause));
        timers.sleep(pause);
        backOff.attempted(timers.instant(), failure);
        try {
            runtime.start();
        } catch (ContainerdException | IOException e) {
            LOG.error("containerd could not be started again: {}", e.getMessage());
        }
    }

    private static String inWords(Duration pause) {
        return pause.isZero() ? "now" : "in " + pause.toSeconds() + " s";
    }

    /// Returns once nothing is being started any more.
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            running = thread;
            thread = null;
        }
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            if (!running.join(END_LIMIT)) {
                LOG.warn("containerd is still being started");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
