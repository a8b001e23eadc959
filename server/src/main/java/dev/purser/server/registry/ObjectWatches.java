package dev.purser.server.registry;

import dev.purser.server.object.StoredObject;
import dev.purser.server.registry.WatchRequest.InitialEvents;
import dev.purser.server.watch.ObjectWatch;
import dev.purser.server.watch.WatchItem;
import dev.purser.store.CompactedException;
import dev.purser.store.RevisionCache;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// WATCH: begins a stream at the version that was asked for. Thread-safe.
final class ObjectWatches {
    private final ObjectStore store;

    ObjectWatches(ObjectStore store) {
        this.store = store;
    }

    ObjectWatch watch(WatchRequest request) {
        ObjectReads.requireSupported(request.resource(), request.selection());
        long asked = Versions.parseForRead(request.resourceVersion());
        boolean initial =
                switch (request.initialEvents()) {
                    case BY_VERSION -> asked == 0;
                    case SENT, SENT_AND_MARKED -> true;
                    case NOT_SENT -> false;
                };
        if (asked > store.revision()
                && request.initialEvents() != InitialEvents.BY_VERSION
                && initial) {
            return ObjectWatch.failed(
                    new WatchItem.Failed(Versions.tooLarge(asked, store.revision())));
        }
        try {
            return initial ? withObjects(request) : after(request, asked);
        } catch (CompactedException e) {
            return ObjectWatch.failed(
                    new WatchItem.Failed(ObjectWatch.tooOld(asked, e.oldestRevision())));
        }
    }

    private ObjectWatch withObjects(WatchRequest request) throws CompactedException {
        String prefix = request.resource().keys().within(request.namespace());
        Predicate<StoredObject> selected = selected(request);
        RevisionCache.Page page = store.cache().list(new RevisionCache.ListQuery(prefix, 0, "", 0));
        List<WatchItem> first = new ArrayList<>();
        page.entries().stream()
                .map(request.resource()::shown)
                .filter(selected)
                .forEach(object -> first.add(new WatchItem.Added(object)));
        if (request.initialEvents() == WatchRequest.InitialEvents.SENT_AND_MARKED) {
            first.add(new WatchItem.Bookmark(page.revision(), WatchItem.Moment.INITIAL_EVENTS_END));
        }
        return ObjectWatch.of(
                first,
                new ObjectWatch.View(request.resource()::shown, selected),
                store.cache().watch(prefix, page.revision()),
                page.revision());
    }

    private ObjectWatch after(WatchRequest request, long asked) throws CompactedException {
        String prefix = request.resource().keys().within(request.namespace());
        long current = store.revision();
        long start = asked == 0 ? current : Math.min(asked, current);
        return ObjectWatch.of(
                List.of(),
                new ObjectWatch.View(request.resource()::shown, selected(request)),
                store.cache().watch(prefix, start),
                Math.max(asked, start));
    }

    private static Predicate<StoredObject> selected(WatchRequest request) {
        ServedResource resource = request.resource();
        ListRequest.Selection selection = request.selection();
        if (selection.isEverything()) {
            return object -> true;
        }
        return object ->
                selection.labels().matches(object.labels())
                        && (selection.fields().isEverything()
                                || selection.fields().matches(resource.fields(object)));
    }
}
