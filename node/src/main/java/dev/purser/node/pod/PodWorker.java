package dev.purser.node.pod;

import dev.purser.client.time.Timers;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread of one pod's loop. Thread-safe.
final class PodWorker {
    private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);

    /// Even with nothing to wait for, a pod is looked at so often.
    private static final Duration IDLE_MAX = Duration.ofMinutes(1);

    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(5);

    private final Timers timers;
    private final PodLoop loop;
    private final Runnable onDone;
    private final Object lock = new Object();
    private boolean isWoken = true;
    private boolean isStopped;
    private volatile PodSpec pod;
    private volatile boolean hasEnded;

    /// Set before what the pod waits for is looked at, and cleared when that is known.
    private volatile boolean isStepping = true;

    /// @param onDone called at the end, when nothing of the pod is left
    PodWorker(PodServices services, PodSpec pod, Runnable onDone) {
        this.timers = services.timers();
        this.onDone = onDone;
        this.pod = pod;
        this.loop = new PodLoop(services, pod, this::wake);
    }

    void start(PodSpec pod) {
        Thread.ofVirtual().name("pod-" + pod.identity().name()).start(this::run);
    }

    void update(PodSpec pod) {
        this.pod = pod;
        loop.update(pod);
        wake();
    }

    /// The newest state of the pod that came from the API.
    PodSpec pod() {
        return pod;
    }

    /// Whether nothing of the pod runs any more.
    boolean hasEnded() {
        return hasEnded;
    }

    void removed() {
        loop.removed();
        wake();
    }

    void shutDown(Duration graceLimit) {
        loop.shutDown(graceLimit);
        wake();
    }

    void kill(Verdict verdict, Duration graceLimit) {
        loop.kill(verdict, graceLimit);
        wake();
    }

    /// Something changed that the pod may have waited for.
    void retry() {
        loop.retry();
        wake();
    }

    /// An object that the pod names has changed. Its files follow by themselves, so that the pod is
    /// looked at only if it waits for something, or may be just about to.
    void configChanged() {
        if (isStepping || loop.isPaused()) {
            retry();
        }
    }

    /// Whether a container or sandbox of this id is the pod's, as far as was seen.
    boolean hasSeen(String id) {
        return loop.hasSeen(id);
    }

    void wake() {
        synchronized (lock) {
            isWoken = true;
            lock.notifyAll();
        }
    }

    /// Ends the thread and leaves the pod as it is.
    void stop() {
        synchronized (lock) {
            isStopped = true;
            lock.notifyAll();
        }
    }

    private void run() {
        try {
            while (!loop.isDone() && awaitWork()) {
                isStepping = true;
                Optional<Duration> pause = step();
                isStepping = false;
                hasEnded = loop.hasEnded();
                pause.ifPresent(this::wakeAfter);
            }
            if (loop.isDone()) {
                onDone.run();
            }
        } catch (InterruptedException e) {
            LOG.debug("A pod's thread was interrupted", e);
        }
    }

    private Optional<Duration> step() throws InterruptedException {
        try {
            return loop.step();
        } catch (RuntimeException e) {
            // The top of the thread: one pod's trouble must not end its loop.
            LOG.error("A pod's step failed", e);
            return Optional.of(FAILURE_PAUSE);
        }
    }

    private void wakeAfter(Duration pause) {
        var _ = timers.after(pause, this::wake);
    }

    /// Whether to go on.
    private boolean awaitWork() throws InterruptedException {
        synchronized (lock) {
            while (!isWoken && !isStopped) {
                lock.wait(IDLE_MAX.toMillis());
            }
            isWoken = false;
            return !isStopped;
        }
    }
}
