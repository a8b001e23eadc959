package dev.purser.external.provider.directory;

import dev.purser.client.time.Timers;
import dev.purser.external.provider.ChangeSource.Change;
import dev.purser.external.provider.ChangeSource.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Tells all who subscribe of the changes in one directory, which is followed while there are any.
/// Thread-safe.
final class DirectoryWatch {
    private final RootedFiles files;
    private final Timers timers;
    private final RandomGenerator random;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable DirectoryFollower follower;

    DirectoryWatch(RootedFiles files, Timers timers, RandomGenerator random) {
        this.files = files;
        this.timers = timers;
        this.random = random;
    }

    /// One subscription; two of the same consumer are two.
    private final class Listener implements Subscription {
        private final Consumer<Change> consumer;

        private Listener(Consumer<Change> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    Subscription subscribe(Consumer<Change> consumer) throws InterruptedException {
        Listener listener = new Listener(consumer);
        join(listener).awaitBegin();
        return listener;
    }

    private synchronized DirectoryFollower join(Listener listener) {
        listeners.add(listener);
        DirectoryFollower running = follower;
        if (running == null) {
            running = new DirectoryFollower(files, this::tell, timers, random);
            follower = running;
            running.start();
        }
        return running;
    }

    private synchronized void leave(Listener listener) {
        listeners.remove(listener);
        DirectoryFollower running = follower;
        if (listeners.isEmpty() && running != null) {
            running.close();
            follower = null;
        }
    }

    private void tell(Change change) {
        listeners.forEach(listener -> listener.consumer.accept(change));
    }
}
