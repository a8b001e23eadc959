package dev.purser.server.registry;

/// What to watch.
///
/// @param resourceVersion after which changes are wanted, as the client wrote it; empty and `0` for
///   the objects there are and what happens to them
public record WatchRequest(
        ServedResource resource,
        String namespace,
        ListRequest.Selection selection,
        String resourceVersion,
        InitialEvents initialEvents) {

    /// Whether the watch begins with the objects there are (`sendInitialEvents`).
    public enum InitialEvents {
        /// If there is no version to begin after.
        BY_VERSION,
        SENT,
        /// Sent, and their end is marked.
        SENT_AND_MARKED,
        NOT_SENT
    }
}
