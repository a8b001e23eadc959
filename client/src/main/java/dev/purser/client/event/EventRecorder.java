package dev.purser.client.event;

import dev.purser.api.meta.KubeObject;

/// Records events about objects. Thread-safe; returns at once and never fails.
@FunctionalInterface
public interface EventRecorder {
    /// Records that something happened to the object. The message must hold no secret.
    ///
    /// @param reason a short word in CamelCase, for machines
    void record(ObjectReference about, EventType type, String reason, String message);

    default void normal(KubeObject about, String reason, String message) {
        record(ObjectReference.of(about), EventType.NORMAL, reason, message);
    }

    default void warning(KubeObject about, String reason, String message) {
        record(ObjectReference.of(about), EventType.WARNING, reason, message);
    }
}
