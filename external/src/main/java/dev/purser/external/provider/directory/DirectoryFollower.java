package dev.purser.external.provider.directory;

import dev.purser.client.time.Backoff;
import dev.purser.client.time.Timers;
import dev.purser.external.provider.ChangeSource.Change;
import dev.purser.external.provider.directory.RootedFiles.ForbiddenPathException;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one directory on a thread of its own: whenever something happens in it, all files are
/// looked at anew, and those that differ are told. So links that are turned, directories that come
/// and events that are lost need no care of their own.
final class DirectoryFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryFollower.class);
    private static final Duration BEGINNING_MAX = Duration.ofSeconds(3);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /// A directory in which something happens all the time costs no more than a part of a
    /// processor.
    private static final Duration REST = Duration.ofMillis(100);

    private final RootedFiles files;
    private final Consumer<Change> listener;
    private final Timers timers;
    private final Backoff backoff;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean late;
    private @Nullable TreeSnapshot last;

    DirectoryFollower(
            RootedFiles files, Consumer<Change> listener, Timers timers, RandomGenerator random) {
        this.files = files;
        this.listener = listener;
        this.timers = timers;
        this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
        this.thread = Thread.ofVirtual().name("directory-follower").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Returns when the directory is followed, could not be, or takes too long.
    void awaitBegin() throws InterruptedException {
        if (!begun.await(BEGINNING_MAX.toNanos(), TimeUnit.NANOSECONDS)) {
            late = true;
        }
    }

    private void run() {
        try {
            while (!closed) {
                followOnce();
                timers.sleep(backoff.next());
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is no longer followed", files.root());
        }
    }

    private void followOnce() throws InterruptedException {
        try (TreeEvents events = new TreeEvents(files.root())) {
            compare(Set.of());
            begun.countDown();
            backoff.reset();
            while (!closed && events.isAlive()) {
                Optional<Set<String>> named = events.next();
                events.registerNew();
                if (named.isEmpty()) {
                    tell(new Change.Anything());
                }
                compare(named.orElse(Set.of()));
                timers.sleep(REST);
            }
        } catch (IOException | ForbiddenPathException | ClosedWatchServiceException e) {
            LOG.debug("{} cannot be followed: {}", files.root(), e.getMessage());
            late |= last == null;
            begun.countDown();
        }
    }

    private void compare(Set<String> named) throws IOException, ForbiddenPathException {
        TreeSnapshot before = last;
        TreeSnapshot now = TreeSnapshot.of(files);
        last = now;
        if (before != null) {
            Set<String> changed = now.changesSince(before, named);
            if (!changed.isEmpty()) {
                tell(new Change.Keys(changed));
            }
        } else if (late) {
            late = false;
            tell(new Change.Anything());
        }
    }

    private void tell(Change change) {
        if (!closed) {
            listener.accept(change);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
