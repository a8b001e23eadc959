package dev.purser.server.watch;

import dev.purser.api.status.StatusException;
import dev.purser.server.object.StoredObject;

/// One thing that a watcher gets to see.
public sealed interface WatchItem {
    /// The object appeared: it was created, or began to match the selectors, or was there when the
    /// watch began.
    record Added(StoredObject object) implements WatchItem {}

    record Modified(StoredObject object) implements WatchItem {}

    /// The object is gone, or no longer matches. It is shown as it was when it last matched, with
    /// the version of the change.
    record Deleted(StoredObject object) implements WatchItem {}

    /// Everything up to this revision has been seen.
    record Bookmark(long revision, Moment moment) implements WatchItem {}

    /// The last item: the watch cannot go on.
    record Failed(StatusException why) implements WatchItem {}

    /// Why there is a bookmark.
    enum Moment {
        /// All that was there in the beginning has been shown.
        INITIAL_EVENTS_END,
        /// Time has passed.
        ROUTINE
    }
}
