package dev.purser.server.watch;

import java.time.Duration;
import java.util.Optional;

/// A running watch. One thread reads it; any thread may close it.
public interface ItemWatch extends AutoCloseable {
    /// The next item, waiting up to the given time; empty when there was none, or when the watch is
    /// over.
    Optional<WatchItem> next(Duration wait) throws InterruptedException;

    /// The revision up to which the reader has seen everything; for its own thread, between calls
    /// of [#next].
    long progressRevision();

    /// Whether nothing will come any more.
    boolean isOver();

    @Override
    void close();
}
