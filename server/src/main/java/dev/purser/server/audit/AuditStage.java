package dev.purser.server.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The moments of a request at which there may be an event.
public enum AuditStage {
    /// Before anything was done.
    REQUEST_RECEIVED("RequestReceived"),
    /// The answer has begun; only of requests that last, and of those that nobody may make.
    RESPONSE_STARTED("ResponseStarted"),
    /// Nothing more will come.
    RESPONSE_COMPLETE("ResponseComplete"),
    /// The server met a defect of its own.
    PANIC("Panic");

    private final String text;

    AuditStage(String text) {
        this.text = text;
    }

    /// The name in policies and events.
    public String text() {
        return text;
    }

    static Optional<AuditStage> of(String text) {
        return Arrays.stream(values()).filter(stage -> stage.text.equals(text)).findFirst();
    }

    static List<String> texts() {
        return Arrays.stream(values()).map(AuditStage::text).toList();
    }
}
