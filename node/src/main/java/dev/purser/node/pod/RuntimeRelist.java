package dev.purser.node.pod;

import dev.purser.client.time.Timers;
import dev.purser.node.cri.Container;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.CriRuntime.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The safety net under the runtime's events: asks for all containers every few seconds, and wakes
/// the pods of those whose state has changed since. Thread-safe.
public final class RuntimeRelist implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeRelist.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    /// Twice kubelet's interval of a full look at everything.
    private static final Duration SILENCE_MAX = Duration.ofMinutes(2);

    private final CriRuntime runtime;
    private final Timers timers;
    private final Pods pods;
    private volatile @Nullable Instant listed;
    private @Nullable Thread thread;

    public RuntimeRelist(CriRuntime runtime, Timers timers, Pods pods) {
        this.runtime = runtime;
        this.timers = timers;
        this.pods = pods;
    }

    public synchronized void start() {
        listed = timers.instant();
        thread = Thread.ofVirtual().name("runtime-relist").start(this::run);
    }

    private void run() {
        Map<String, Container.State> before = Map.of();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                timers.sleep(PERIOD);
                before = compare(before);
            }
        } catch (InterruptedException e) {
            LOG.debug("The relist ends");
        }
    }

    private Map<String, Container.State> compare(Map<String, Container.State> before) {
        Map<String, Container.State> now = new HashMap<>();
        try {
            for (Listed container : runtime.listing()) {
                now.put(container.id(), container.state());
                if (container.state() != before.get(container.id())) {
                    pods.wake(container.pod().uid());
                }
            }
        } catch (CriException e) {
            LOG.warn("The containers cannot be listed: {}", e.getMessage());
            return before;
        }
        listed = timers.instant();
        return now;
    }

    /// What is wrong: that the containers could not be listed for too long. Empty while all is
    /// well.
    public Optional<String> complaint() {
        Instant last = listed;
        boolean isLate = last == null || timers.instant().isAfter(last.plus(SILENCE_MAX));
        return isLate ? Optional.of("sync Loop took longer than expected") : Optional.empty();
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
