package dev.purser.node.collect;

import dev.purser.client.event.EventType;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.image.PulledImages;
import dev.purser.node.report.NodeEvents;
import dev.purser.node.settings.ImageSettings;
import dev.purser.node.spec.PodSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes images that nobody uses: when their file system is nearly full, the ones that were not
/// used for the longest time first, and any that was not used for too long. Only images that this
/// node pulled go. Thread-safe.
public final class ImageCollector {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCollector.class);

    private final PulledImages images;
    private final UsedImages usedImages;
    private final Supplier<Room> room;
    private final ImageSettings settings;
    private final NodeEvents events;
    private final InstantSource clock;
    private final Instant began;
    private final Map<String, Note> notes = new HashMap<>();

    /// How much room the images' file system has.
    public record Room(long capacityBytes, long availableBytes) {}

    /// What images there are, and who uses them.
    ///
    /// @param active the pods of which something runs, or is to run
    public record Stock(PulledImages images, CriRuntime runtime, Supplier<List<PodSpec>> active) {}

    private record Note(Instant firstSeen, Instant lastUsed) {}

    private record Candidate(Image image, Note note) {}

    /// @param room is asked whenever images may have to go
    public ImageCollector(
            Stock stock,
            Supplier<Room> room,
            ImageSettings settings,
            NodeEvents events,
            InstantSource clock) {
        this.images = stock.images();
        this.usedImages = new UsedImages(stock.runtime(), stock.images(), stock.active());
        this.room = room;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.began = clock.instant();
    }

    /// Whether the settings ask for no collection at all.
    public boolean isOff() {
        return settings.highPercent() == 100 && settings.maximumAge().isZero();
    }

    /// Looks at the images once, as kubelet does every five minutes.
    ///
    /// @throws IOException with kubelet's text when not enough could be removed
    public synchronized void collect() throws IOException {
        Instant now = clock.instant();
        try {
            List<Candidate> candidates = removeOld(candidates(now), now);
            makeRoom(candidates, now);
        } catch (CriException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// Removes every image that nobody uses, whatever its age.
    public synchronized void removeUnused() throws IOException {
        Instant now = clock.instant();
        try {
            remove(candidates(now), now, Long.MAX_VALUE);
        } catch (CriException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// Images that may go, in the order in which they do; those in use are only noted.
    private List<Candidate> candidates(Instant now) {
        Set<String> used = usedImages.ids();
        Map<String, Note> next = new HashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        for (Image image : images.list()) {
            Note before = notes.getOrDefault(image.id(), new Note(now, Instant.MIN));
            boolean isUsed = used.contains(image.id());
            Note note = isUsed ? new Note(before.firstSeen(), now) : before;
            next.put(image.id(), note);
            if (!isUsed && images.wasPulled(image)) {
                candidates.add(new Candidate(image, note));
            }
        }
        notes.clear();
        notes.putAll(next);
        candidates.sort(
                Comparator.comparing((Candidate each) -> each.note().lastUsed())
                        .thenComparing(each -> each.note().firstSeen()));
        return candidates;
    }

    /// No age is known that is longer than this process runs.
    private List<Candidate> removeOld(List<Candidate> candidates, Instant now) {
        Duration most = settings.maximumAge();
        if (most.isZero() || Duration.between(began, now).compareTo(most) <= 0) {
            return candidates;
        }
        List<Candidate> rest = new ArrayList<>();
        for (Candidate each : candidates) {
            Instant used = later(each.note().lastUsed(), began);
            if (Duration.between(used, now).compareTo(most) > 0) {
                remove(each.image());
            } else {
                rest.add(each);
            }
        }
        return rest;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void makeRoom(List<Candidate> candidates, Instant now) throws IOException {
        Room disk = room.get();
        long capacity = disk.capacityBytes();
        if (capacity == 0) {
            String message = "invalid capacity 0 on image filesystem";
            events.record(EventType.WARNING, "InvalidDiskCapacity", message);
            throw new IOException(message);
        }
        long available = Math.min(disk.availableBytes(), capacity);
        long usedPercent = 100 - available * 100 / capacity;
        if (usedPercent < settings.highPercent()) {
            return;
        }
        long wanted = capacity * (100 - settings.lowPercent()) / 100 - available;
        LOG.info("The images' file system is {}% full; {} bytes have to go", usedPercent, wanted);
        long freed = remove(candidates, now, wanted);
        if (freed < wanted) {
            String message =
                    "Insufficient free disk space on the node's image filesystem (%d%% of %s used). Failed to free sufficient space by deleting unused images (freed %d bytes). Investigate disk usage, as it could be used by active images, logs, volumes, or other data."
                            .formatted(usedPercent, ByteSize.text(capacity), freed);
            events.record(EventType.WARNING, "FreeDiskSpaceFailed", message);
            throw new IOException(message);
        }
    }

    /// @return how many bytes that made free
    private long remove(List<Candidate> candidates, Instant now, long wanted) {
        long freed = 0;
        for (Candidate each : candidates) {
            boolean isYoung =
                    Duration.between(each.note().firstSeen(), now).compareTo(settings.minimumAge())
                            < 0;
            if (freed < wanted && !isYoung) {
                remove(each.image());
                freed += each.image().sizeBytes();
            }
        }
        return freed;
    }

    private void remove(Image image) {
        LOG.info("Removing image {} {}", image.id(), image.tags());
        images.remove(image.id());
        notes.remove(image.id());
    }
}
