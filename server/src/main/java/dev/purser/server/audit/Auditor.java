package dev.purser.server.audit;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.audit.AuditPolicy.Coverage;
import dev.purser.server.meter.Counters;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.AuditTrail;
import dev.purser.server.request.Identity;
import dev.purser.wire.http.Answer;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.Origin;
import dev.purser.wire.request.RequestIds;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Follows requests and makes the events that the policy wants. Thread-safe.
///
/// A request that the policy is not interested in costs one look at its rules.
public final class Auditor implements AutoCloseable {
    private static final Identity NOBODY = Identity.of("");
    private static final int USER_AGENT_MAX = 1024;

    private final AuditPolicy policy;
    private final Sinks sinks;
    private final RequestIds ids;
    private final AnswerTree trees = new AnswerTree();

    /// Where events go, and when it is.
    record Sinks(AuditBackend backend, AuditMetrics metrics, InstantSource clock) {}

    /// @param ids for calls from inside, which have none
    Auditor(AuditPolicy policy, Sinks sinks, RequestIds ids) {
        this.policy = policy;
        this.sinks = sinks;
        this.ids = ids;
    }

    /// What is counted.
    public Counters counters() {
        return sinks.metrics().counters();
    }

    /// Carries a request out and makes its events.
    ///
    /// The last event of an ordinary request is there before its answer leaves.
    ///
    /// @param sender who showed the credential
    /// @param annotations what is to be said of that credential
    /// @param handler answers every request, failures included; what it throws is a defect
    public Answer follow(
            ApiRequest request,
            Attributes attributes,
            Identity sender,
            Map<String, String> annotations,
            Function<AuditTrail, Answer> handler) {
        AuditedRequest audited = begin(request, attributes, Optional.of(sender));
        if (audited == null) {
            return handler.apply(AuditTrail.NONE);
        }
        annotations.forEach(audited::add);
        if (!sinks.backend().isReady() || !audited.reached(AuditStage.REQUEST_RECEIVED)) {
            return rejected(request);
        }
        Answer answer;
        try {
            answer = handler.apply(audited);
        } catch (RuntimeException | StackOverflowError e) {
            boolean _ = audited.panicked(e);
            throw e;
        }
        return finish(request, audited, answer);
    }

    /// Makes the one event of a request that was refused before it was known who sent it, or that
    /// could not be read.
    public Answer refused(ApiRequest request, Attributes attributes, Answer refusal) {
        AuditedRequest audited = begin(request, attributes, Optional.empty());
        if (audited != null) {
            answered(audited, refusal);
            boolean _ = audited.reached(AuditStage.RESPONSE_STARTED);
        }
        return refusal;
    }

    private @Nullable AuditedRequest begin(
            ApiRequest request, Attributes attributes, Optional<Identity> sender) {
        Coverage coverage = policy.coverage(sender.orElse(NOBODY), attributes);
        sinks.metrics().request(coverage.level());
        if (coverage.level() == AuditLevel.NONE) {
            return null;
        }
        Origin origin = request.origin();
        AuditEvent.Source source =
                new AuditEvent.Source(
                        RedactedUri.of(origin.uri(), attributes),
                        SourceAddresses.of(
                                request.headers().first("X-Forwarded-For"),
                                request.headers().first("X-Real-Ip"),
                                origin.peer()),
                        userAgent(request.headers().first("User-Agent")));
        return new AuditedRequest(
                sinks,
                coverage,
                new AuditedRequest.Subject(
                        origin.id(), source, sender, attributes, sinks.clock().instant()));
    }

    private static String userAgent(String sent) {
        return sent.length() > USER_AGENT_MAX
                ? sent.substring(0, USER_AGENT_MAX) + "...TRUNCATED"
                : sent;
    }

    private Answer rejected(ApiRequest request) {
        sinks.metrics().rejected();
        return Answer.text(
                500,
                "Internal Server Error: \"%s\": failed to store audit event\n"
                        .formatted(request.origin().uri()));
    }

    private Answer finish(ApiRequest request, AuditedRequest audited, Answer answer) {
        if (answer.body() instanceof Answer.Upgraded upgraded) {
            return new Answer(
                    answer.status(),
                    answer.headers(),
                    new Answer.Upgraded(upgraded.target(), new UpgradeAudit(audited)));
        }
        answered(audited, answer);
        boolean kept = !audited.isLasting() || audited.reached(AuditStage.RESPONSE_STARTED);
        Answer result = answer;
        if (answer.body() instanceof Answer.Streamed) {
            result =
                    answer.endingWith(() -> {
                        boolean _ = audited.completed();
                    });
        } else {
            kept &= audited.completed();
        }
        if (kept || !audited.isReading()) {
            return result;
        }
        // What was written cannot be taken back, but what was read need not be shown.
        result.discard();
        return rejected(request);
    }

    /// The events of a connection that is handed over.
    private record UpgradeAudit(AuditedRequest audited) implements Answer.Follower {
        private static final int SWITCHING_PROTOCOLS = 101;

        @Override
        public void started(int status) {
            audited.answered(status, null, () -> null);
            boolean _ = audited.reached(AuditStage.RESPONSE_STARTED);
            if (status != SWITCHING_PROTOCOLS) {
                ended();
            }
        }

        @Override
        public void ended() {
            boolean _ = audited.completed();
        }
    }

    private void answered(AuditedRequest audited, Answer answer) {
        audited.answered(answer.status(), AnswerTree.status(answer), () -> trees.whole(answer));
    }

    /// Carries out a call from inside this process, and makes its events.
    ///
    /// @param shown makes a tree of what the call returns; null where there is none to log
    /// @throws StatusException what the call throws, or 500 when its events cannot be kept
    public <T> T follow(
            InternalCall call,
            Function<T, @Nullable JsonNode> shown,
            Function<AuditTrail, T> handler) {
        AuditedRequest audited = begin(call);
        if (audited == null) {
            return handler.apply(AuditTrail.NONE);
        }
        T result = carryOut(call, audited, handler, shown);
        requireKept(audited, audited.completed());
        return result;
    }

    /// Carries out a call that begins something lasting.
    ///
    /// @param handler is given what it has to call when that ends
    /// @throws StatusException what the call throws, or 500 when its events cannot be kept
    public <T> T followLasting(InternalCall call, BiFunction<AuditTrail, Runnable, T> handler) {
        AuditedRequest audited = begin(call);
        if (audited == null) {
            return handler.apply(AuditTrail.NONE, () -> {});
        }
        Runnable onEnd =
                () -> {
                    boolean _ = audited.completed();
                };
        return carryOut(call, audited, trail -> handler.apply(trail, onEnd), _ -> null);
    }

    private <T> T carryOut(
            InternalCall call,
            AuditedRequest audited,
            Function<AuditTrail, T> handler,
            Function<T, @Nullable JsonNode> shown) {
        if (!sinks.backend().isReady() || !audited.reached(AuditStage.REQUEST_RECEIVED)) {
            sinks.metrics().rejected();
            throw notStored();
        }
        try {
            T result = handler.apply(audited);
            audited.answered(call.successCode(), null, () -> shown.apply(result));
            if (audited.isLasting()) {
                requireKept(audited, audited.reached(AuditStage.RESPONSE_STARTED));
            }
            return result;
        } catch (StatusException e) {
            ObjectNode status = e.toStatus();
            audited.answered(e.code(), status, () -> status);
            boolean _ = !audited.isLasting() || audited.reached(AuditStage.RESPONSE_STARTED);
            boolean _ = audited.completed();
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            boolean _ = audited.panicked(e);
            throw e;
        }
    }

    private void requireKept(AuditedRequest audited, boolean kept) {
        if (!kept && audited.isReading()) {
            sinks.metrics().rejected();
            throw notStored();
        }
    }

    private static StatusException notStored() {
        return new StatusException(
                StatusReason.INTERNAL_ERROR,
                "Internal error occurred: failed to store audit event");
    }

    private @Nullable AuditedRequest begin(InternalCall call) {
        Coverage coverage = policy.coverage(call.identity(), call.attributes());
        sinks.metrics().request(coverage.level());
        if (coverage.level() == AuditLevel.NONE) {
            return null;
        }
        return new AuditedRequest(
                sinks,
                coverage,
                new AuditedRequest.Subject(
                        ids.next(),
                        new AuditEvent.Source(call.uri(), List.of(), call.userAgent()),
                        Optional.of(call.identity()),
                        call.attributes(),
                        sinks.clock().instant()));
    }

    /// Ends when the events that were made are where they belong.
    @Override
    public void close() {
        sinks.backend().close();
    }
}
