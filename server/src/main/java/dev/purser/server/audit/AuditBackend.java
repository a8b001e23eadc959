package dev.purser.server.audit;

/// Takes events. Thread-safe.
interface AuditBackend extends AutoCloseable {
    /// Takes an event, now or later.
    ///
    /// @return false when the event may be lost and the request had better not be carried out
    boolean process(AuditEvent event);

    /// Whether events can be taken again, after one could not be. May try what failed once more.
    default boolean isReady() {
        return true;
    }

    /// Ends when all events that were taken are where they belong, as far as possible.
    @Override
    default void close() {}
}
