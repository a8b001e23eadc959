package dev.purser.node.serve;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.NodeStreams;
import dev.purser.wire.http.Answer;
import dev.purser.wire.http.FirstBytes;
import dev.purser.wire.request.Query;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;

/// `/containerLogs/{podNamespace}/{podID}/{containerName}`: what a container wrote.
final class ContainerLogsEndpoint implements Endpoint {
    private static final String ALL = "All";

    private final NodePods pods;
    private final NodeStreams streams;
    private final InstantSource clock;

    ContainerLogsEndpoint(NodePods pods, NodeStreams streams, InstantSource clock) {
        this.pods = pods;
        this.streams = streams;
        this.clock = clock;
    }

    @Override
    public Answer answer(Call call) {
        Options options = Options.read(call.query());
        String name = call.parameter("podID");
        String container = call.parameter("containerName");
        KubeObject pod =
                pods.named(call.parameter("podNamespace"), name)
                        .orElseThrow(() ->
                                new PlainFailure(404, "pod \"%s\" does not exist".formatted(name)));
        if (!PodContainers.has(pod, container)) {
            throw new PlainFailure(
                    404, "container \"%s\" not found in pod \"%s\"".formatted(container, name));
        }
        LogRequest request = options.request(PodContainers.key(pod), container, clock);
        try {
            FirstBytes first = FirstBytes.start(out -> copy(request, out));
            return Answer.streamed(
                    "text/plain; charset=utf-8",
                    new Answer.Streamed(first::writeTo, first::abandon));
        } catch (StatusException e) {
            throw new PlainFailure(400, e.getMessage());
        }
    }

    private void copy(LogRequest request, OutputStream out) throws IOException {
        try {
            streams.logs(request, out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the reader of a log was interrupted");
        }
    }

    /// `PodLogOptions` as a query has them.
    private record Options(
            Query query,
            OptionalLong tailLines,
            OptionalLong limitBytes,
            OptionalLong sinceSeconds,
            Optional<Instant> sinceTime) {
        static Options read(Query query) {
            // An older name; "all" is what is meant without it.
            String tail = query.first("tail");
            Options options =
                    new Options(
                            query,
                            tail.isEmpty()
                                    ? number(query, "tailLines")
                                    : tail.equals("all") ? OptionalLong.empty() : number(tail),
                            number(query, "limitBytes"),
                            number(query, "sinceSeconds"),
                            time(query.first("sinceTime")));
            if (!options.isValid()) {
                throw new PlainFailure(422, "{\"message\": \"Invalid request.\"}");
            }
            return options;
        }

        private static OptionalLong number(Query query, String name) {
            return query.first(name).isEmpty() ? OptionalLong.empty() : number(query.first(name));
        }

        private static OptionalLong number(String text) {
            try {
                return OptionalLong.of(Long.parseLong(text));
            } catch (NumberFormatException e) {
                throw undecodable();
            }
        }

        private static Optional<Instant> time(String text) {
            try {
                return text.isEmpty()
                        ? Optional.empty()
                        : Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException e) {
                throw undecodable();
            }
        }

        private static PlainFailure undecodable() {
            return new PlainFailure(400, "{\"message\": \"Unable to decode query.\"}");
        }

        private boolean isValid() {
            String stream = stream();
            boolean isOneStream = stream.equals("Stdout") || stream.equals("Stderr");
            return tailLines.orElse(0) >= 0
                    && limitBytes.orElse(1) >= 1
                    && sinceSeconds.orElse(1) >= 1
                    && (sinceSeconds.isEmpty() || sinceTime.isEmpty())
                    && (isOneStream || stream.equals(ALL))
                    && !(isOneStream && tailLines.isPresent());
        }

        private String stream() {
            return query.first("stream").isEmpty() ? ALL : query.first("stream");
        }

        LogRequest request(NodeStreams.PodKey pod, String container, InstantSource clock) {
            return new LogRequest(
                    pod,
                    container,
                    query.isTrue("previous")
                            ? LogRequest.Instance.PREVIOUS
                            : LogRequest.Instance.CURRENT,
                    query.isTrue("follow") ? LogRequest.Mode.FOLLOW : LogRequest.Mode.SNAPSHOT,
                    query.isTrue("timestamps")
                            ? LogRequest.Timestamps.SHOWN
                            : LogRequest.Timestamps.HIDDEN,
                    tailLines,
                    sinceSeconds.isPresent()
                            ? Optional.of(clock.instant().minusSeconds(sinceSeconds.getAsLong()))
                            : sinceTime,
                    limitBytes,
                    switch (stream()) {
                        case "Stdout" -> LogRequest.Stream.STDOUT;
                        case "Stderr" -> LogRequest.Stream.STDERR;
                        default -> LogRequest.Stream.ALL;
                    });
        }
    }
}
