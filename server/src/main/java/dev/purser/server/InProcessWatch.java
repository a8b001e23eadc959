package dev.purser.server;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Watch;
import dev.purser.server.object.StoredObject;
import dev.purser.server.watch.ItemWatch;
import dev.purser.server.watch.WatchItem;
import java.time.Duration;
import java.util.Optional;

/// A watch as the programs of this process see it.
final class InProcessWatch implements Watch {
    private final ItemWatch watch;
    private final GroupVersionKind kind;
    private final Runnable onEnd;

    /// @param onEnd called when the watch is closed
    InProcessWatch(ItemWatch watch, GroupVersionKind kind, Runnable onEnd) {
        this.watch = watch;
        this.kind = kind;
        this.onEnd = onEnd;
    }

    @Override
    public Optional<Event> next(Duration wait) throws InterruptedException {
        return watch.next(wait).map(this::event);
    }

    private Event event(WatchItem item) {
        return switch (item) {
            case WatchItem.Added(StoredObject object) -> event(Type.ADDED, object);
            case WatchItem.Modified(StoredObject object) -> event(Type.MODIFIED, object);
            case WatchItem.Deleted(StoredObject object) -> event(Type.DELETED, object);
            case WatchItem.Bookmark bookmark -> {
                KubeObject object = KubeObject.named(kind, "", "");
                object.metadata().remove("name");
                object.metadata().put("resourceVersion", Long.toString(bookmark.revision()));
                yield new Event(Type.BOOKMARK, object);
            }
            case WatchItem.Failed failed -> throw failed.why();
        };
    }

    private static Event event(Type type, StoredObject object) {
        return new Event(type, object.toObject());
    }

    @Override
    public boolean isClosed() {
        return watch.isOver();
    }

    @Override
    public void close() {
        watch.close();
        onEnd.run();
    }
}
