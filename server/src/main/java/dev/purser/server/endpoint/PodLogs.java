package dev.purser.server.endpoint;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusErrors;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.NodeStreams;
import dev.purser.wire.http.Answer;
import dev.purser.wire.http.FirstBytes;
import dev.purser.wire.request.Query;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;

/// `pods/NAME/log`: what a container wrote, as plain text. Thread-safe.
final class PodLogs {
    private static final GroupVersionKind OPTIONS = new GroupVersionKind("", "v1", "PodLogOptions");
    private static final String TEXT = "text/plain";

    private final InstantSource clock;

    PodLogs(InstantSource clock) {
        this.clock = clock;
    }

    /// The log that a node has.
    Answer read(NodeStreams node, LogRequest request) {
        // The first bytes are asked for before the answer begins, so that errors have a status.
        FirstBytes first = FirstBytes.start(out -> copy(node, request, out));
        return Answer.streamed(TEXT, new Answer.Streamed(first::writeTo, first::abandon));
    }

    private static void copy(NodeStreams node, LogRequest request, OutputStream out)
            throws IOException {
        try {
            node.logs(request, out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the reader of a log was interrupted");
        }
    }

    /// Which log a query means.
    LogRequest request(Query query, KubeObject pod) {
        FieldErrors errors = new FieldErrors();
        OptionalLong tailLines = atLeast(query, "tailLines", 0, errors);
        OptionalLong limitBytes = atLeast(query, "limitBytes", 1, errors);
        Optional<Instant> since = since(query, errors);
        errors.throwIfAny(OPTIONS, pod.name());
        return new LogRequest(
                new NodeStreams.PodKey(pod.namespace(), pod.name(), pod.uid()),
                PodContainers.choose(pod, query.first("container")),
                query.isTrue("previous")
                        ? LogRequest.Instance.PREVIOUS
                        : LogRequest.Instance.CURRENT,
                query.isTrue("follow") ? LogRequest.Mode.FOLLOW : LogRequest.Mode.SNAPSHOT,
                query.isTrue("timestamps")
                        ? LogRequest.Timestamps.SHOWN
                        : LogRequest.Timestamps.HIDDEN,
                tailLines,
                since,
                limitBytes,
                stream(query.first("stream")));
    }

    private static LogRequest.Stream stream(String text) {
        return switch (text) {
            case "Stdout" -> LogRequest.Stream.STDOUT;
            case "Stderr" -> LogRequest.Stream.STDERR;
            default -> LogRequest.Stream.ALL;
        };
    }

    private static OptionalLong atLeast(Query query, String name, long least, FieldErrors errors) {
        OptionalLong value = Parameters.number(query, name);
        if (value.isPresent() && value.getAsLong() < least) {
            errors.invalid(name, value.getAsLong(), "must be greater than or equal to " + least);
        }
        return value;
    }

    private Optional<Instant> since(Query query, FieldErrors errors) {
        OptionalLong seconds = atLeast(query, "sinceSeconds", 1, errors);
        String time = query.first("sinceTime");
        if (seconds.isPresent() && !time.isEmpty()) {
            errors.forbidden(
                    "sinceSeconds",
                    "at most one of `sinceTime` or `sinceSeconds` may be specified");
        }
        if (seconds.isPresent()) {
            return Optional.of(clock.instant().minusSeconds(seconds.getAsLong()));
        }
        if (time.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(time));
        } catch (DateTimeParseException e) {
            throw StatusErrors.badRequest(
                    "parsing time \"%s\" as \"2006-01-02T15:04:05Z07:00\": cannot parse"
                            .formatted(time));
        }
    }
}
