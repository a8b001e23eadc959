package dev.purser.server.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How much an event says of a request; each level says all that the ones before it say.
public enum AuditLevel {
    NONE("None"),
    /// Who, when, what, and how it ended.
    METADATA("Metadata"),
    /// And what the request brought.
    REQUEST("Request"),
    /// And what was answered.
    REQUEST_RESPONSE("RequestResponse");

    private final String text;

    AuditLevel(String text) {
        this.text = text;
    }

    /// The name in policies and events.
    public String text() {
        return text;
    }

    boolean includes(AuditLevel other) {
        return compareTo(other) >= 0;
    }

    static Optional<AuditLevel> of(String text) {
        return Arrays.stream(values()).filter(level -> level.text.equals(text)).findFirst();
    }

    static List<String> texts() {
        return Arrays.stream(values()).map(AuditLevel::text).toList();
    }
}
