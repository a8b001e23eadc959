package dev.purser.node.agent;

import dev.purser.client.event.EventType;
import dev.purser.client.time.Timers;
import dev.purser.node.collect.ContainerCollector;
import dev.purser.node.collect.ImageCollector;
import dev.purser.node.report.NodeEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what nobody needs, at kubelet's intervals: containers and logs every minute, images
/// every five. Thread-safe.
final class Collection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collection.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration IMAGE_PERIOD = Duration.ofMinutes(5);

    private final ContainerCollector containers;
    private final ImageCollector images;
    private final NodeEvents events;
    private final Timers timers;
    private boolean haveImagesFailed;
    private @Nullable Thread thread;

    Collection(
            ContainerCollector containers,
            ImageCollector images,
            NodeEvents events,
            Timers timers) {
        this.containers = containers;
        this.images = images;
        this.events = events;
        this.timers = timers;
    }

    synchronized void start() {
        thread = Thread.ofVirtual().name("node-collection").start(this::run);
    }

    private void run() {
        Instant nextImages = timers.instant();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                collectContainers();
                if (!images.isOff() && !timers.instant().isBefore(nextImages)) {
                    nextImages = timers.instant().plus(IMAGE_PERIOD);
                    collectImages();
                }
                timers.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            LOG.debug("The collection ends");
        }
    }

    private void collectContainers() {
        try {
            containers.collect();
        } catch (IOException e) {
            LOG.warn("Containers could not be collected: {}", e.getMessage());
            events.record(EventType.WARNING, "ContainerGCFailed", String.valueOf(e.getMessage()));
        }
    }

    /// A single failure is no event yet, as in kubelet.
    private void collectImages() {
        try {
            images.collect();
            haveImagesFailed = false;
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Images could not be collected: {}", e.getMessage());
            if (haveImagesFailed) {
                events.record(EventType.WARNING, "ImageGCFailed", String.valueOf(e.getMessage()));
            }
            haveImagesFailed = true;
        }
    }

    /// Gives back all of the disk that nobody needs.
    void reclaimDisk() {
        try {
            containers.removeEnded();
            images.removeUnused();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("The disk could not be relieved: {}", e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
