package dev.purser.node.measure;

import dev.purser.node.volume.DiskSpaces;
import dev.purser.node.volume.DiskSpaces.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers for a few seconds what files take, since counting them is expensive: whoever asks
/// again and again shall not keep the disk busy. Thread-safe.
final class DiskCounts {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final DiskSpaces disks;
    private final InstantSource clock;
    private final Map<Path, Counted> known = new ConcurrentHashMap<>();

    private record Counted(Instant time, Usage usage) {}

    DiskCounts(DiskSpaces disks, InstantSource clock) {
        this.disks = disks;
        this.clock = clock;
    }

    /// What a file or directory takes; nothing when there is none.
    Usage used(Path path) throws IOException {
        Instant now = clock.instant();
        known.values().removeIf(each -> each.time().plus(FRESH).isBefore(now));
        Counted counted = known.get(path);
        if (counted == null) {
            counted = new Counted(now, disks.used(path));
            known.put(path, counted);
        }
        return counted.usage();
    }
}
