package dev.purser.external.provider.directory;

import dev.purser.client.time.Backoff;
import dev.purser.client.time.Timers;
import dev.purser.external.provider.ChangeSource.Change;
import dev.purser.external.provider.FollowLoop;
import dev.purser.external.provider.directory.RootedFiles.ForbiddenPathException;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
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
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /// A directory in which something happens all the time costs no more than a part of a
    /// processor.
    private static final Duration REST = Duration.ofMillis(100);

    private final RootedFiles files;
    private final Timers timers;
    private final FollowLoop loop;
    private @Nullable TreeSnapshot last;

    DirectoryFollower(
            RootedFiles files, Consumer<Change> listener, Timers timers, RandomGenerator random) {
        this.files = files;
        this.timers = timers;
        this.loop =
                new FollowLoop(
                        "directory-follower",
                        this::follow,
                        listener,
                        timers,
                        new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random));
    }

    void start() {
        loop.start();
    }

    /// Returns when the directory is followed, could not be, or takes too long.
    void awaitBegin() throws InterruptedException {
        loop.awaitBegin();
    }

    private void follow() throws InterruptedException {
        try (TreeEvents events = new TreeEvents(files.root())) {
            compare(Set.of());
            loop.begin();
            loop.succeed();
            while (!loop.isClosed() && events.isAlive()) {
                Optional<Set<String>> named = events.next();
                events.registerNew();
                if (named.isEmpty()) {
                    loop.tell(new Change.Anything());
                }
                compare(named.orElse(Set.of()));
                timers.sleep(REST);
            }
        } catch (IOException | ForbiddenPathException | ClosedWatchServiceException e) {
            LOG.debug("{} cannot be followed: {}", files.root(), e.getMessage());
            if (last == null) {
                loop.mayMiss();
            }
        }
    }

    private void compare(Set<String> named) throws IOException, ForbiddenPathException {
        TreeSnapshot before = last;
        TreeSnapshot now = TreeSnapshot.of(files);
        last = now;
        Set<String> changed = before == null ? Set.of() : now.changesSince(before, named);
        if (!changed.isEmpty()) {
            loop.tell(new Change.Keys(changed));
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
