package dev.purser.store;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The revision cache over a store: all live entries, and the recent past as far as [CacheLimits]
/// allow.
///
/// Reads take no lock. The store's change feed is the only thing that changes this cache, so it
/// shows nothing that is not durable; a commit through it returns only after the feed has brought
/// the change here.
public final class MultiVersionCache implements RevisionCache {
    private final Store store;
    private final History history;
    private final WatchFanOut fanOut;
    private final Store.Subscription subscription;

    private MultiVersionCache(
            Store store, History history, WatchFanOut fanOut, Store.Subscription subscription) {
        this.store = store;
        this.history = history;
        this.fanOut = fanOut;
        this.subscription = subscription;
    }

    /// Reads all entries of the store and follows it from there.
    ///
    /// @throws StoreException if the store cannot be read
    public static MultiVersionCache over(Store store, CacheLimits limits, InstantSource clock) {
        while (true) {
            Store.Snapshot snapshot = store.snapshot();
            History history = new History(snapshot, limits, clock);
            WatchFanOut fanOut = new WatchFanOut(history, limits);
            try {
                Store.Subscription subscription =
                        store.subscribe(
                                snapshot.revision(),
                                change -> {
                                    history.append(change);
                                    fanOut.wake();
                                });
                fanOut.start();
                return new MultiVersionCache(store, history, fanOut, subscription);
            } catch (CompactedException _) {
                // Somebody compacted between the two calls; a new snapshot is newer than that.
            }
        }
    }

    @Override
    public long revision() {
        return history.newest().revision();
    }

    @Override
    public void forgetHistory() {
        history.forgetBefore(fanOut.dispatchedRevision());
    }

    @Override
    public long oldestRevision() {
        return history.oldestRevision();
    }

    @Override
    public Optional<Entry> get(String key) {
        return history.newest().entries().get(key);
    }

    @Override
    public Page list(ListQuery query) throws CompactedException {
        History.Version version =
                query.revision() == 0 ? history.newest() : history.at(query.revision());
        EntryTree entries = version.entries();
        List<Entry> page = entries.list(query.prefix(), query.afterKey(), query.limit());
        long remaining = entries.count(query.prefix(), query.afterKey()) - page.size();
        long revision = query.revision() == 0 ? version.revision() : query.revision();
        return new Page(revision, page, remaining);
    }

    @Override
    public long count(String prefix) {
        return history.newest().entries().count(prefix, "");
    }

    @Override
    public boolean isStale(String key) {
        return store.isStale(key);
    }

    @Override
    public CommitResult commit(Transaction transaction) {
        return store.commit(transaction);
    }

    @Override
    public Watcher watch(Set<String> prefixes, long afterRevision) throws CompactedException {
        return fanOut.watch(prefixes, afterRevision);
    }

    @Override
    public void close() {
        subscription.close();
        fanOut.close();
    }
}
