package dev.purser.server.registry;

import dev.purser.api.status.StatusException;
import dev.purser.server.watch.ItemWatch;
import dev.purser.server.watch.ObjectWatch;
import dev.purser.server.watch.WatchItem;
import dev.purser.store.CompactedException;
import dev.purser.store.RevisionCache;
import java.time.Duration;
import java.util.Optional;

/// One node's configuration feed. One thread reads it; any thread may close it.
///
/// Changes of pods, ConfigMaps and Secrets come as one series in the order of their revisions, so
/// that whatever happens at the same moment, each object is told as it is in the end.
final class NodeConfigWatch implements ItemWatch {
    /// About how long the changes of one revision take to be handed out.
    private static final Duration REVISION_END = Duration.ofMillis(1);

    private final NodeConfigState state;
    private final RevisionCache.Watcher changes;
    private final long start;

    /// The revision that a bookmark has to reach; 0 when none is due.
    private long due;

    private volatile boolean over;

    private NodeConfigWatch(NodeConfigState state, RevisionCache.Watcher changes, long start) {
        this.state = state;
        this.changes = changes;
        this.start = start;
    }

    /// A feed that begins with what pods name.
    ///
    /// @param pods all pods
    /// @param changes what comes after that page
    static NodeConfigWatch begin(
            NodeConfigState state, RevisionCache.Page pods, RevisionCache.Watcher changes) {
        NodeConfigWatch watch = new NodeConfigWatch(state, changes, pods.revision());
        try {
            pods.entries().forEach(state::see);
        } catch (StatusException e) {
            watch.close();
            throw e;
        }
        state.items()
                .add(new WatchItem.Bookmark(pods.revision(), WatchItem.Moment.INITIAL_EVENTS_END));
        return watch;
    }

    @Override
    public Optional<WatchItem> next(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        while (state.items().isEmpty() && !over) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            try {
                Optional<RevisionCache.WatchEvent> event = changes.next(pause(left));
                if (event.isPresent()) {
                    see(event.get());
                } else if (changes.isClosed()) {
                    over = true;
                } else if (due == 0 || left.isZero()) {
                    return Optional.empty();
                }
                bookmark();
            } catch (CompactedException e) {
                fail(new WatchItem.Failed(ObjectWatch.tooOld(start, e.oldestRevision())));
            } catch (StatusException e) {
                fail(new WatchItem.Failed(e));
            }
        }
        return Optional.ofNullable(state.items().poll());
    }

    /// A bookmark that is due follows in a moment, though no other event may.
    private Duration pause(Duration left) {
        return due != 0 && left.compareTo(REVISION_END) > 0 ? REVISION_END : left;
    }

    private void see(RevisionCache.WatchEvent event) {
        if (state.see(event)) {
            due = event.revision();
        }
    }

    /// Not before the last change of the revision: others of it may still be on their way.
    private void bookmark() {
        if (due != 0 && changes.progressRevision() >= due) {
            state.items().add(new WatchItem.Bookmark(due, WatchItem.Moment.ROUTINE));
            due = 0;
        }
    }

    private void fail(WatchItem.Failed why) {
        over = true;
        changes.close();
        state.items().clear();
        state.items().add(why);
    }

    @Override
    public long progressRevision() {
        return Math.max(start, changes.progressRevision());
    }

    @Override
    public boolean isOver() {
        return over && state.items().isEmpty();
    }

    @Override
    public void close() {
        over = true;
        changes.close();
    }
}
