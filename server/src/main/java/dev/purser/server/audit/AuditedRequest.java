package dev.purser.server.audit;

import dev.purser.api.codec.GoDuration;
import dev.purser.server.audit.AuditEvent.Impersonated;
import dev.purser.server.audit.AuditEvent.ObjectReference;
import dev.purser.server.audit.AuditPolicy.Coverage;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.AuditTrail;
import dev.purser.server.request.GatheredAnnotations;
import dev.purser.server.request.Identity;
import dev.purser.server.request.RequestTimeout;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One request that is audited, from its arrival to its last event. Thread-safe.
final class AuditedRequest implements AuditTrail {
    /// Requests that took longer say how long.
    private static final Duration REMARKABLE = Duration.ofMillis(500);

    private final Auditor.Sinks sinks;
    private final Coverage coverage;
    private final Subject subject;
    private final boolean confidential;
    private final GatheredAnnotations annotations = new GatheredAnnotations();
    private Optional<Impersonated> impersonated = Optional.empty();
    private Optional<ObjectReference> object;
    private Optional<ObjectNode> status = Optional.empty();
    private @Nullable JsonNode requestObject;
    private @Nullable JsonNode responseObject;
    private boolean complete;

    /// What is known when a request arrives.
    ///
    /// @param sender empty when the credential was refused
    record Subject(
            String id,
            AuditEvent.Source source,
            Optional<Identity> sender,
            Attributes attributes,
            Instant received) {}

    /// @param coverage what the policy wants; limited here for what is confidential
    AuditedRequest(Auditor.Sinks sinks, Coverage coverage, Subject subject) {
        this.sinks = sinks;
        this.subject = subject;
        this.confidential = Confidentiality.covers(subject.attributes());
        this.coverage = confidential ? coverage.atMost(AuditLevel.METADATA) : coverage;
        this.object =
                subject.attributes().isResourceRequest()
                        ? Optional.of(ObjectReference.of(subject.attributes()))
                        : Optional.empty();
        if (this.coverage.level() != coverage.level()) {
            annotations.add(
                    Confidentiality.ANNOTATION,
                    "the policy says %s; bodies that carry secrets are never logged"
                            .formatted(coverage.level().text()));
        }
    }

    boolean isLasting() {
        return RequestTimeout.isLasting(subject.attributes());
    }

    boolean isReading() {
        return Set.of("get", "list", "watch").contains(subject.attributes().verb());
    }

    @Override
    public void add(String key, String value) {
        annotations.add(key, value);
    }

    @Override
    public synchronized void actsAs(Identity identity, String constraint) {
        impersonated = Optional.of(new Impersonated(identity, constraint));
    }

    @Override
    public synchronized void requestObject(ObjectNode brought) {
        object = object.map(known -> known.completedBy(brought.path("metadata")));
        if (coverage.level().includes(AuditLevel.REQUEST)) {
            requestObject = LoggedObjects.copy(brought, coverage.managedFields());
        }
    }

    @Override
    public synchronized void requestBody(Supplier<JsonNode> body) {
        if (coverage.level().includes(AuditLevel.REQUEST)) {
            requestObject = body.get().deepCopy();
        }
    }

    /// The request has its answer.
    ///
    /// @param document the `Status` that is the answer, or null when it is another one
    /// @param answer makes the whole answer as a tree; null when there is none
    synchronized void answered(
            int code, @Nullable ObjectNode document, Supplier<@Nullable JsonNode> answer) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.putObject("metadata");
        if (document != null) {
            for (String member : new String[] {"status", "message", "reason", "details"}) {
                document.optional(member).ifPresent(value -> summary.set(member, value));
            }
        }
        summary.put("code", code);
        status = Optional.of(confidential ? Confidentiality.redacted(summary) : summary);
        if (coverage.level().includes(AuditLevel.REQUEST_RESPONSE)) {
            JsonNode whole = answer.get();
            responseObject =
                    whole == null ? null : LoggedObjects.copy(whole, coverage.managedFields());
        }
    }

    /// The server met a defect.
    boolean panicked(Throwable defect) {
        ObjectNode failure = JsonNodeFactory.instance.objectNode();
        failure.put("status", "Failure");
        // The message of a defect may quote anything.
        failure.put("message", "APIServer panic'd: " + defect.getClass().getName());
        failure.put("reason", "InternalError");
        answered(500, failure, () -> null);
        return reached(AuditStage.PANIC);
    }

    /// The last event, once.
    boolean completed() {
        synchronized (this) {
            if (complete) {
                return true;
            }
            complete = true;
        }
        Duration taken = Duration.between(subject.received(), sinks.clock().instant());
        if (taken.compareTo(REMARKABLE) > 0) {
            add("apiserver.latency.k8s.io/total", GoDuration.text(taken));
        }
        return reached(AuditStage.RESPONSE_COMPLETE);
    }

    /// Makes the event of a stage, if the policy wants one.
    ///
    /// @return whether the request may go on
    boolean reached(AuditStage stage) {
        if (coverage.omittedStages().contains(stage)) {
            return true;
        }
        sinks.metrics().event();
        return sinks.backend().process(event(stage));
    }

    private synchronized AuditEvent event(AuditStage stage) {
        Map<String, String> said = annotations.all();
        return new AuditEvent(
                coverage.level(),
                subject.id(),
                stage,
                subject.source(),
                subject.attributes().verb(),
                subject.sender(),
                impersonated,
                object,
                status,
                requestObject,
                responseObject,
                subject.received(),
                stage == AuditStage.REQUEST_RECEIVED ? subject.received() : sinks.clock().instant(),
                confidential ? Confidentiality.redacted(said) : said);
    }
}
