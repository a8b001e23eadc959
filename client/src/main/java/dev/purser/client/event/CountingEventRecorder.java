package dev.purser.client.event;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.PatchType;
import dev.purser.client.event.EventCorrelator.Correlated;
import dev.purser.client.time.Timers;
import dev.purser.client.time.Timestamps;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Records events of the form that controllers and kubelets use: with a count, and the first and
/// the last time.
public final class CountingEventRecorder implements EventRecorder {
    private final Api api;
    private final EventSource source;
    private final EventWriter writer;
    private final InstantSource clock;
    private final EventCorrelator correlator = new EventCorrelator();

    public CountingEventRecorder(Api api, EventSource source, EventWriter writer, Timers timers) {
        this.api = api;
        this.source = source;
        this.writer = writer;
        this.clock = timers;
    }

    @Override
    public void record(ObjectReference about, EventType type, String reason, String message) {
        Occurrence occurrence = new Occurrence(about, type, reason, message, clock.instant());
        writer.submit(new Write(occurrence));
    }

    /// One occurrence on its way. Correlates once, however often the writer has to try; only the
    /// writer's thread runs it, which is what keeps the correlator safe.
    private final class Write implements Runnable {
        private final Occurrence occurrence;
        private boolean correlated;
        private @Nullable Correlated outcome;

        Write(Occurrence occurrence) {
            this.occurrence = occurrence;
        }

        @Override
        public void run() {
            if (!correlated) {
                correlated = true;
                outcome = correlator.correlate(occurrence).orElse(null);
            }
            if (outcome != null) {
                CountingEventRecorder.this.write(outcome);
            }
        }
    }

    private void write(Correlated event) {
        if (event.count() == 1) {
            create(event);
            return;
        }
        try {
            api.patch(reference(event), "", PatchType.MERGE, countPatch(event));
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND) {
                throw e;
            }
            create(correlator.renamed(event));
        }
    }

    /// Two recorders may give events about one object the same name in the same moment.
    private void create(Correlated event) {
        try {
            api.create(EventWriter.EVENTS, newEvent(event));
        } catch (StatusException e) {
            if (e.reason() != StatusReason.ALREADY_EXISTS) {
                throw e;
            }
            api.create(EventWriter.EVENTS, newEvent(correlator.renamed(event)));
        }
    }

    private static Api.ObjectRef reference(Correlated event) {
        String namespace = event.occurrence().about().namespace();
        return new Api.ObjectRef(
                EventWriter.EVENTS, namespace.isEmpty() ? "default" : namespace, event.name());
    }

    private static ObjectNode countPatch(Correlated event) {
        Occurrence occurrence = event.occurrence();
        return JsonNodeFactory.instance
                .objectNode()
                .put("count", event.count())
                .put("message", occurrence.message())
                .put("lastTimestamp", Timestamps.seconds(occurrence.at()));
    }

    private KubeObject newEvent(Correlated correlated) {
        Occurrence occurrence = correlated.occurrence();
        KubeObject event = EventWriter.newEvent(occurrence.about(), correlated.name());
        ObjectNode json = event.json();
        json.put("reason", occurrence.reason()).put("message", occurrence.message());
        ObjectNode from = json.putObject("source").put("component", source.component());
        if (!source.host().isEmpty()) {
            from.put("host", source.host());
        }
        json.put("firstTimestamp", Timestamps.seconds(correlated.firstAt()));
        json.put("lastTimestamp", Timestamps.seconds(occurrence.at()));
        json.put("count", correlated.count()).put("type", occurrence.type().text());
        json.putNull("eventTime");
        // Kubernetes leaves the reporter of combined events empty, and readers know it so.
        json.put("reportingComponent", correlated.isCombined() ? "" : source.component());
        json.put("reportingInstance", correlated.isCombined() ? "" : source.host());
        return event;
    }
}
