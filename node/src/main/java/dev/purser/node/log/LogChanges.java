package dev.purser.node.log;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes the followers of logs when something happens in a directory. One inotify instance serves
/// all of them, because a machine has few. Thread-safe.
public final class LogChanges implements AutoCloseable {
    private final WatchService watch;
    private final Thread reader;
    private final Object lock = new Object();
    private final Map<Path, Watched> directories = new HashMap<>();

    public LogChanges(FileSystem fileSystem) throws IOException {
        this.watch = fileSystem.newWatchService();
        this.reader = Thread.ofPlatform().daemon().name("log changes").start(this::read);
    }

    private record Watched(WatchKey key, Set<Waiter> waiters) {}

    /// Begins to wake the waiter for changes of any file in the directory.
    Waiter waiter(Path directory) throws IOException {
        synchronized (lock) {
            Watched watched = directories.get(directory);
            if (watched == null) {
                WatchKey key =
                        directory.register(
                                watch,
                                StandardWatchEventKinds.ENTRY_CREATE,
                                StandardWatchEventKinds.ENTRY_MODIFY);
                watched = new Watched(key, new HashSet<>());
                directories.put(directory, watched);
            }
            Waiter waiter = new Waiter(directory);
            watched.waiters().add(waiter);
            return waiter;
        }
    }

    private void read() {
        try {
            while (true) {
                WatchKey key = watch.take();
                key.pollEvents();
                wake(key);
                key.reset();
            }
        } catch (ClosedWatchServiceException e) {
            // Closed: waiters go on with their own time limits.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void wake(WatchKey key) {
        synchronized (lock) {
            Watched watched = directories.get((Path) key.watchable());
            if (watched != null) {
                watched.waiters().forEach(Waiter::wake);
            }
        }
    }

    private void remove(Waiter waiter) {
        synchronized (lock) {
            Watched watched = directories.get(waiter.directory);
            if (watched != null
                    && watched.waiters().remove(waiter)
                    && watched.waiters().isEmpty()) {
                watched.key().cancel();
                directories.remove(waiter.directory);
            }
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
        reader.interrupt();
    }

    /// One follower's place to wait; for one thread.
    final class Waiter implements AutoCloseable {
        private final Path directory;
        private final Semaphore signal = new Semaphore(0);

        private Waiter(Path directory) {
            this.directory = directory;
        }

        private void wake() {
            signal.release();
        }

        /// Returns when something has changed since the last call, or when the time is over.
        void await(Duration limit) throws InterruptedException {
            if (signal.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                signal.drainPermits();
            }
        }

        @Override
        public void close() {
            remove(this);
        }
    }
}
