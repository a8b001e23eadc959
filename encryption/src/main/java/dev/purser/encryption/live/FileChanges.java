package dev.purser.encryption.live;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells when a file may have changed: as soon as something happens in its directory, so that a
/// file that is replaced is seen too, and from time to time, as directories may be replaced
/// themselves.
final class FileChanges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileChanges.class);

    /// Who writes a file may do so in several steps.
    private static final Duration QUIET = Duration.ofMillis(100);

    private final WatchService service;
    private final Supplier<Duration> check;
    private final Thread thread;

    private FileChanges(WatchService service, Supplier<Duration> check) {
        this.service = service;
        this.check = check;
        this.thread = Thread.ofVirtual().name("file-changes").unstarted(this::run);
    }

    /// Begins; the first check is made at once.
    ///
    /// @param check looks at the file, and says when to look again if nothing happens
    static FileChanges follow(Path file, Supplier<Duration> check) throws IOException {
        WatchService service = file.getFileSystem().newWatchService();
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            directory.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        }
        FileChanges changes = new FileChanges(service, check);
        changes.thread.start();
        return changes;
    }

    private void run() {
        try {
            while (true) {
                Duration wait = check.get();
                if (awaitEvent(wait)) {
                    while (awaitEvent(QUIET)) {
                        LOG.trace("more is happening beside the file");
                    }
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException _) {
            // Closed.
        }
    }

    private boolean awaitEvent(Duration wait) throws InterruptedException {
        WatchKey key = service.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (key == null) {
            return false;
        }
        key.pollEvents();
        key.reset();
        return true;
    }

    /// Returns when a check that is under way is over.
    @Override
    public void close() {
        try {
            service.close();
            thread.join();
        } catch (IOException e) {
            LOG.debug("the watch of a file was not closed", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
