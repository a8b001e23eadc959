package dev.purser.node.manifest;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells when something changes in a directory, by inotify. Where the directory does not exist yet,
/// or cannot be watched, time alone tells. For one thread, but for closing.
final class ManifestChanges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestChanges.class);

    /// How often to look whether a directory that is absent has come.
    private static final Duration ABSENT_POLL = Duration.ofSeconds(1);

    /// What is written in several steps is announced several times.
    private static final Duration CALM = Duration.ofMillis(20);

    private final Path path;
    private @Nullable WatchService watch;
    private @Nullable WatchKey key;

    /// @param path a directory, or a file whose directory is watched
    ManifestChanges(Path path) {
        this.path = path.toAbsolutePath();
    }

    /// Returns when something has changed, or when the time is over.
    void await(Duration limit) throws InterruptedException {
        WatchKey before = key;
        WatchService service = watching();
        if (service != null && !Objects.equals(key, before)) {
            // What happened before nobody has announced.
            return;
        }
        if (service == null) {
            Thread.sleep(limit.compareTo(ABSENT_POLL) < 0 ? limit : ABSENT_POLL);
            return;
        }
        try {
            WatchKey changed = service.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (changed != null) {
                Thread.sleep(CALM);
                changed.pollEvents();
                if (!changed.reset()) {
                    key = null;
                }
            }
        } catch (ClosedWatchServiceException e) {
            throw new InterruptedException("closed");
        }
    }

    private synchronized @Nullable WatchService watching() {
        if (key != null && key.isValid()) {
            return watch;
        }
        Path directory = Files.isRegularFile(path) ? path.getParent() : path;
        if (directory == null || !Files.isDirectory(directory)) {
            return null;
        }
        try {
            if (watch == null) {
                watch = directory.getFileSystem().newWatchService();
            }
            key =
                    directory.register(
                            watch,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
            return watch;
        } catch (IOException e) {
            LOG.debug("{} cannot be watched", directory, e);
            return null;
        }
    }

    @Override
    public synchronized void close() {
        if (watch != null) {
            try {
                watch.close();
            } catch (IOException e) {
                LOG.debug("The watch of {} was not closed", path, e);
            }
        }
    }
}
