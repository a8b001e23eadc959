package dev.purser.client.event;

/// Whether an event is news or a complaint.
public enum EventType {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String text;

    EventType(String text) {
        this.text = text;
    }

    /// The type as the API spells it.
    public String text() {
        return text;
    }
}
