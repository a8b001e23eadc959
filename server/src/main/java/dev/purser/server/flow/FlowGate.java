package dev.purser.server.flow;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import dev.purser.server.request.RequestTimeout;
import dev.purser.wire.http.Answer;
import dev.purser.wire.request.ApiRequest;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Lets requests through to where they are carried out, each in its turn, or answers 429.
/// Thread-safe.
///
/// A request has its seats until its answer is written, a watch until what was there at its
/// beginning is. Answers say by uid, not by name, what the request was taken for.
public final class FlowGate {
    private static final String SCHEMA_HEADER = "X-Kubernetes-Pf-Flowschema-Uid";
    private static final String LEVEL_HEADER = "X-Kubernetes-Pf-Prioritylevel-Uid";
    private static final int TOO_MANY = 429;

    private final Optional<FlowControl> control;
    private final Duration requestTime;

    /// @param control empty to let everything through
    /// @param requestTime how long a request may take that does not say
    public FlowGate(Optional<FlowControl> control, Duration requestTime) {
        this.control = control;
        this.requestTime = requestTime;
    }

    /// The answer of a request, when it is its turn.
    ///
    /// @param work carries it out; throws nothing but for a defect
    public Answer pass(
            Identity identity, Attributes asked, ApiRequest request, Supplier<Answer> work) {
        boolean watch = asked.verb().equals("watch");
        if (control.isEmpty() || (!watch && RequestTimeout.isLasting(asked))) {
            return work.get();
        }
        FlowControl flows = control.get();
        Duration patience = RequestTimeout.of(request.query(), requestTime);
        FlowControl.Entry entry;
        try {
            entry = flows.enter(identity, asked, request.query(), patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return tooMany().with("Retry-After", "1");
        }
        Answer answer =
                switch (entry) {
                    case FlowControl.Admitted admitted -> answer(flows, admitted, work);
                    case FlowControl.Refused refused ->
                            tooMany().with("Retry-After", Integer.toString(refused.retryAfter()));
                };
        Answer followed =
                answer.body() instanceof Answer.Streamed && watch
                        ? answer.endingWith(flows.watching(asked))
                        : answer;
        return followed.with(LEVEL_HEADER, entry.levelUid()).with(SCHEMA_HEADER, entry.schemaUid());
    }

    private static Answer answer(
            FlowControl flows, FlowControl.Admitted admitted, Supplier<Answer> work) {
        Answer answer;
        try {
            answer = admitted.takesTurns() ? takingTurns(flows.turns(), work) : work.get();
        } catch (RuntimeException | Error e) {
            admitted.end();
            throw e;
        }
        if (answer.body() instanceof Answer.Streamed streamed) {
            streamed.begun().thenRun(admitted::end);
        }
        return answer.endingWith(admitted::end);
    }

    private static Answer takingTurns(ProcessorTurns turns, Supplier<Answer> work) {
        Answer answer;
        long place = turns.place();
        try (var _ = turns.take(place)) {
            answer = work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return tooMany().with("Retry-After", "1");
        }
        return answer.writtenBy(writer ->
                out -> {
                    OutputStream pieces = turns.pieces(place, out);
                    writer.writeTo(pieces);
                    pieces.flush();
                });
    }

    private static Answer tooMany() {
        return Answer.text(TOO_MANY, "Too many requests, please try again later.\n");
    }
}
