package dev.purser.client;

import dev.purser.api.meta.KubeObject;
import java.time.Duration;
import java.util.Optional;

/// A running watch. One thread reads it; any thread may close it.
public interface Watch extends AutoCloseable {
    /// The next event, waiting up to the given time; empty when none came in time, or when the
    /// watch is over.
    ///
    /// @throws dev.purser.api.status.StatusException with reason `Expired` when the version is
    ///   gone: list anew
    Optional<Event> next(Duration wait) throws InterruptedException;

    /// Whether the watch is over: closed here, or ended by the server. Events already received can
    /// still be read.
    boolean isClosed();

    @Override
    void close();

    /// What happened to an object.
    enum Type {
        ADDED,
        MODIFIED,
        DELETED,
        BOOKMARK
    }

    /// One event; the object belongs to the reader. A bookmark's object has nothing but a version.
    record Event(Type type, KubeObject object) {}
}
