package dev.purser.client.event;

import java.time.Instant;

/// One call of a recorder.
record Occurrence(
        ObjectReference about, EventType type, String reason, String message, Instant at) {

    Occurrence withMessage(String other) {
        return new Occurrence(about, type, reason, other, at);
    }
}
