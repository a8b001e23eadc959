package dev.purser.client.event;

/// What makes two occurrences the same, or similar.
///
/// @param message empty where it makes no difference
record EventKey(ObjectReference about, EventType type, String reason, String message) {
    /// The very same event again.
    static EventKey exact(Occurrence occurrence) {
        return new EventKey(
                occurrence.about().withoutVersion(),
                occurrence.type(),
                occurrence.reason(),
                occurrence.message());
    }

    /// The same event but for its message and the part of the object.
    static EventKey similar(Occurrence occurrence) {
        return new EventKey(
                occurrence.about().identity(), occurrence.type(), occurrence.reason(), "");
    }
}
