package dev.purser.store.sqlite;

import dev.purser.store.Change;
import dev.purser.store.ChangeFeed;
import dev.purser.store.CommitResult;
import dev.purser.store.CompactedException;
import dev.purser.store.Effect;
import dev.purser.store.Entry;
import dev.purser.store.EntryTree;
import dev.purser.store.Store;
import dev.purser.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes.
///
/// It decides all transactions that wait at a moment against the entries in memory, writes them as
/// one transaction of the file, and answers when that is on the disk. So many writers share one
/// synchronisation, and nobody is told of a write that a power cut could undo. Deciding needs no
/// query: the entries in memory are the file's, and the lock on the file keeps it so.
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /// How many transactions share one commit at most.
    private static final int MAX_GROUP = 1_024;

    /// How many revisions one step of compaction covers; writers wait for no more than one step.
    private static final int COMPACTION_STEP = 256;

    private final Path file;
    private final Database database;
    private final Inbox inbox = new Inbox();
    private final ChangeFeed feed = new ChangeFeed();
    private final ArrayDeque<Task.Compact> compactions = new ArrayDeque<>();
    private final Thread thread;
    private volatile State state;

    Writer(Path file, Database database, EntryTree entries) {
        this.file = file;
        this.database = database;
        this.state = new State(database.head().revision(), entries);
        this.thread = Thread.ofPlatform().daemon().name("store-writer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Leaves a task for the thread and returns it.
    ///
    /// @throws StoreException if the store was closed or has failed
    <T extends Task> T submit(T task) {
        inbox.put(task);
        return task;
    }

    Optional<Entry> get(String key) {
        return state.entries().get(key);
    }

    /// What is durable now.
    Store.Snapshot snapshot() {
        State now = state;
        return new Store.Snapshot(now.revision(), now.entries().list("", "", 0));
    }

    /// Finishes what was submitted, and closes the file.
    void close() {
        inbox.close(new StoreException("the store is closed"));
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (true) {
            List<Task> tasks =
                    compactions.isEmpty() ? inbox.take(MAX_GROUP) : inbox.poll(MAX_GROUP);
            if (tasks.isEmpty() && inbox.isClosed()) {
                break;
            }
            try {
                handle(tasks);
                compactOneStep();
            } catch (SQLException | DamagedException | RuntimeException e) {
                // The top of the thread: nothing may be written after a failure, and every caller
                // must hear of it.
                fail(Failures.writing(file, e), tasks);
            }
        }
        compactions.forEach(task ->
                task.result().completeExceptionally(new StoreException("the store is closed")));
        feed.clear();
        closeDatabase();
    }

    private void handle(List<Task> tasks) throws SQLException, DamagedException {
        List<Task.Commit> group = new ArrayList<>(tasks.size());
        for (Task task : tasks) {
            switch (task) {
                case Task.Commit commit -> group.add(commit);
                case Task.Compact compact -> compactions.add(compact);
                case Task.Subscribe subscribe -> {
                    commit(group);
                    group.clear();
                    subscribe(subscribe);
                }
            }
        }
        commit(group);
    }

    private void commit(List<Task.Commit> group) throws SQLException, DamagedException {
        State after = state;
        List<Decision> decisions = new ArrayList<>(group.size());
        List<Change> changes = new ArrayList<>(group.size());
        for (Task.Commit task : group) {
            long revision = after.revision() + 1;
            switch (Effect.of(task.transaction(), after.entries(), revision)) {
                case Effect.Refused refused ->
                        decisions.add(new Decision(task, refused.conflict()));
                case Effect.Applied applied -> {
                    after = new State(revision, applied.entries());
                    changes.add(applied.change());
                    decisions.add(new Decision(task, new CommitResult.Committed(revision)));
                }
            }
        }
        if (!changes.isEmpty() && !isWritten(changes, group)) {
            return;
        }
        state = after;
        changes.forEach(feed::publish);
        decisions.forEach(decision -> decision.task().result().complete(decision.result()));
    }

    /// Writes the changes. When there is no room for them, tells the group and returns false.
    private boolean isWritten(List<Change> changes, List<Task.Commit> group)
            throws SQLException, DamagedException {
        try {
            database.append(changes);
            return true;
        } catch (SQLException e) {
            StoreException failure = requireHarmless(e);
            group.forEach(task -> task.result().completeExceptionally(failure));
            return false;
        }
    }

    /// Throws the failure again unless it was for want of room and the file is as it was before.
    private StoreException requireHarmless(SQLException e) throws SQLException, DamagedException {
        if (!Failures.isNoRoom(e) || !database.stored().equals(database.head())) {
            throw e;
        }
        StoreException failure = Failures.noRoom(file, e);
        LOG.error("{}", failure.getMessage());
        return failure;
    }

    private void subscribe(Task.Subscribe task) throws SQLException, DamagedException {
        long after = task.afterRevision();
        Head head = database.head();
        if (after < head.compacted()) {
            task.result().completeExceptionally(new CompactedException(after, head.compacted()));
        } else if (after > head.revision()) {
            task.result()
                    .completeExceptionally(
                            new IllegalArgumentException(
                                    "revision "
                                            + after
                                            + " is later than the store's "
                                            + head.revision()));
        } else {
            database.changesAfter(after).forEach(task.consumer());
            task.result().complete(feed.add(task.consumer()));
        }
    }

    private void compactOneStep() throws SQLException, DamagedException {
        Task.Compact task = compactions.peek();
        if (task == null) {
            return;
        }
        try {
            if (isCompacted(task.revision())) {
                compactions.remove();
                task.result().complete(null);
            }
        } catch (SQLException e) {
            StoreException failure = requireHarmless(e);
            compactions.remove();
            task.result().completeExceptionally(failure);
        }
    }

    /// Does one step of a compaction and says whether it was the last.
    private boolean isCompacted(long revision) throws SQLException, DamagedException {
        Head head = database.head();
        long target = Math.min(revision, head.revision());
        if (head.compacted() < target) {
            database.compact(Math.min(target, head.compacted() + COMPACTION_STEP));
            return false;
        }
        return !database.shrink();
    }

    private void fail(StoreException failure, List<Task> tasks) {
        LOG.error("{}", failure.getMessage(), failure);
        inbox.close(failure);
        tasks.forEach(task -> task.result().completeExceptionally(failure));
        compactions.forEach(task -> task.result().completeExceptionally(failure));
        compactions.clear();
        inbox.poll(Integer.MAX_VALUE).forEach(task -> task.result().completeExceptionally(failure));
    }

    private void closeDatabase() {
        try {
            database.close();
        } catch (SQLException e) {
            LOG.warn("closing {} failed: {}", file, e.getMessage());
        }
    }

    /// What readers see: everything up to a revision.
    private record State(long revision, EntryTree entries) {}

    /// An answer that is held back until its group is on the disk.
    private record Decision(Task.Commit task, CommitResult result) {}
}
