package dev.purser.client.event;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.time.Timers;
import dev.purser.client.time.Timestamps;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/// Records events of the newer form (`events.k8s.io/v1`) that the scheduler uses: one time, the
/// action that was taken, and no count. Thread-safe; returns at once and never fails.
public final class ActionEventRecorder {
    private final Api api;
    private final EventSource source;
    private final EventWriter writer;
    private final InstantSource clock;
    private final AtomicLong lastNanos = new AtomicLong();

    /// @param source its host is the `reportingInstance`
    public ActionEventRecorder(Api api, EventSource source, EventWriter writer, Timers timers) {
        this.api = api;
        this.source = source;
        this.writer = writer;
        this.clock = timers;
    }

    /// What was done, and why.
    public record Action(EventType type, String reason, String action) {}

    /// Records that the action was taken on the object. The message must hold no secret.
    public void record(ObjectReference about, Action action, String message) {
        KubeObject event = newEvent(about, action, message);
        writer.submit(() -> api.create(EventWriter.EVENTS, event));
    }

    private KubeObject newEvent(ObjectReference about, Action action, String message) {
        Instant now = clock.instant();
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        long unique = lastNanos.updateAndGet(last -> Math.max(nanos, last + 1));
        String name = about.name() + "." + Long.toHexString(unique);
        KubeObject event = EventWriter.newEvent(about, name);
        ObjectNode json = event.json();
        json.put("reason", action.reason()).put("message", message);
        json.putObject("source");
        json.putNull("firstTimestamp").putNull("lastTimestamp");
        json.put("type", action.type().text());
        json.put("eventTime", Timestamps.micros(now)).put("action", action.action());
        json.put("reportingComponent", source.component());
        json.put("reportingInstance", source.host());
        return event;
    }
}
