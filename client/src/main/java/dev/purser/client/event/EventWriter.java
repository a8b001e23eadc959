package dev.purser.client.event;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes on one thread of its own what recorders have to write. Drops writes when too many wait,
/// and gives one up when the server stays away. Thread-safe.
public final class EventWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventWriter.class);
    private static final int WAITING_MAX = 1000;
    private static final int ATTEMPTS_MAX = 12;
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration COMPLAINTS = Duration.ofMinutes(1);

    static final GroupVersionResource EVENTS = new GroupVersionResource("", "v1", "events");
    static final GroupVersionKind EVENT = new GroupVersionKind("", "v1", "Event");

    private final Timers timers;
    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread thread;
    private Instant nextComplaint = Instant.MIN;
    private long dropped;

    /// A writer that begins to write at once.
    public EventWriter(Timers timers) {
        this.timers = timers;
        this.thread = Thread.ofVirtual().name("event-writer").start(this::run);
    }

    /// A new Event object about this, without its particulars.
    static KubeObject newEvent(ObjectReference about, String name) {
        String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
        KubeObject event = KubeObject.named(EVENT, namespace, name);
        event.json().set("involvedObject", about.toJson());
        return event;
    }

    /// Queues a write, which throws as the [dev.purser.client.Api] does.
    void submit(Runnable write) {
        if (!waiting.offer(write)) {
            complain();
        }
    }

    /// What overflows does so by the thousand: the log says it once a minute.
    private synchronized void complain() {
        dropped++;
        Instant now = timers.instant();
        if (!now.isBefore(nextComplaint)) {
            log.warn("too many events at once: {} were dropped since this was last said", dropped);
            dropped = 0;
            nextComplaint = now.plus(COMPLAINTS);
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                write(waiting.take());
            }
        } catch (InterruptedException e) {
            log.debug("event writer stopped");
        }
    }

    private void write(Runnable write) throws InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            try {
                write.run();
                return;
            } catch (StatusException e) {
                log.debug("event refused: {}", e.getMessage());
                return;
            } catch (ApiUnavailableException e) {
                log.debug("event not written: {}", e.getMessage());
                timers.sleep(PAUSE);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
