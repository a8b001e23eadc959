package dev.purser.server.watch;

import dev.purser.api.status.StatusErrors;
import dev.purser.server.object.StoredObject;
import dev.purser.store.Change;
import dev.purser.store.CompactedException;
import dev.purser.store.Entry;
import dev.purser.store.RevisionCache;
import dev.purser.store.Value;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A running watch of some objects of one resource. One thread reads it; any thread may close it.
public final class ObjectWatch implements ItemWatch {
    private final Deque<WatchItem> ready = new ArrayDeque<>();
    private final View view;
    private final RevisionCache.@Nullable Watcher changes;
    private final long afterRevision;
    private volatile boolean over;

    private ObjectWatch(
            List<WatchItem> first,
            View view,
            RevisionCache.@Nullable Watcher changes,
            long afterRevision) {
        this.ready.addAll(first);
        this.view = view;
        this.changes = changes;
        this.afterRevision = afterRevision;
    }

    /// What the watcher sees of stored objects.
    ///
    /// @param shown an object in the version that is watched
    /// @param selected which of those
    public record View(UnaryOperator<StoredObject> shown, Predicate<StoredObject> selected) {}

    /// A watch that shows these items and then the changes after a revision.
    public static ObjectWatch of(
            List<WatchItem> first, View view, RevisionCache.Watcher changes, long afterRevision) {
        return new ObjectWatch(first, view, changes, afterRevision);
    }

    /// A watch that cannot begin: its only item says why.
    public static ObjectWatch failed(WatchItem.Failed why) {
        return new ObjectWatch(
                List.of(why), new View(UnaryOperator.identity(), object -> false), null, 0);
    }

    @Override
    public Optional<WatchItem> next(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        while (ready.isEmpty() && changes != null && !over) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            try {
                Optional<RevisionCache.WatchEvent> event = changes.next(left);
                if (event.isEmpty()) {
                    over = changes.isClosed();
                    return Optional.empty();
                }
                see(event.get());
            } catch (CompactedException e) {
                over = true;
                ready.add(new WatchItem.Failed(tooOld(afterRevision, e.oldestRevision())));
            }
        }
        WatchItem item = ready.poll();
        if (item instanceof WatchItem.Failed) {
            over = true;
        }
        return Optional.ofNullable(item);
    }

    /// The error of a watch whose place in history is gone.
    public static dev.purser.api.status.StatusException tooOld(long asked, long oldest) {
        return StatusErrors.expired("too old resource version: %d (%d)".formatted(asked, oldest));
    }

    private void see(RevisionCache.WatchEvent event) {
        if (event.revision() <= afterRevision) {
            return;
        }
        Change.KeyChange change = event.change();
        Optional<StoredObject> before = selected(change.previous(), event.revision());
        Entry current = change.current();
        if (current == null) {
            Value last = change.lastValue();
            before.ifPresent(object ->
                    ready.add(
                            new WatchItem.Deleted(
                                    last == null
                                            ? object
                                            : view.shown.apply(
                                                    StoredObject.of(last, event.revision())))));
            return;
        }
        Optional<StoredObject> after = selected(current, event.revision());
        if (after.isPresent()) {
            ready.add(
                    before.isPresent()
                            ? new WatchItem.Modified(after.get())
                            : new WatchItem.Added(after.get()));
        } else {
            before.ifPresent(object -> ready.add(new WatchItem.Deleted(object)));
        }
    }

    /// The entry as an object of this version, when there is one and it matches.
    private Optional<StoredObject> selected(@Nullable Entry entry, long revision) {
        return entry == null
                ? Optional.empty()
                : Optional.of(view.shown.apply(StoredObject.of(entry.value(), revision)))
                        .filter(view.selected);
    }

    @Override
    public long progressRevision() {
        return changes == null
                ? afterRevision
                : Math.max(afterRevision, changes.progressRevision());
    }

    @Override
    public boolean isOver() {
        return over || (changes == null && ready.isEmpty());
    }

    @Override
    public void close() {
        over = true;
        if (changes != null) {
            changes.close();
        }
    }
}
