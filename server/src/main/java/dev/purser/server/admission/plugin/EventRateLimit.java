package dev.purser.server.admission.plugin;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Takes only so many Events, so that those who report trouble do not make it. Thread-safe.
///
/// Events of both groups count, which are the same objects.
public final class EventRateLimit implements AdmissionPlugin {
    private static final Set<String> GROUPS = Set.of("", "events.k8s.io");

    private final List<Enforced> limits;

    private record Enforced(EventLimit limit, TokenBuckets buckets) {}

    public EventRateLimit(List<EventLimit> limits, InstantSource clock) {
        this.limits =
                limits.stream()
                        .map(limit -> new Enforced(limit, new TokenBuckets(limit, clock)))
                        .toList();
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean isWrite =
                request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        boolean isEvent =
                request.attributes().resource().equals("events")
                        && GROUPS.contains(request.attributes().group());
        if (!isWrite || !isEvent || request.isTried()) {
            return;
        }
        // Each limit is asked, even when another one has refused: that is what the caller used.
        List<String> reached = new ArrayList<>();
        for (Enforced enforced : limits) {
            String key = key(enforced.limit().type(), request);
            if (!enforced.buckets().tryTake(key)) {
                reached.add(
                        "limit reached on type %s for key %s"
                                .formatted(enforced.limit().type(), key));
            }
        }
        if (!reached.isEmpty()) {
            throw new StatusException(
                    StatusReason.TOO_MANY_REQUESTS,
                    "Too many requests: "
                            + (reached.size() == 1
                                    ? reached.getFirst()
                                    : "[" + String.join(", ", reached) + "]"));
        }
    }

    private static String key(EventLimit.Type type, AdmissionRequest request) {
        return switch (type) {
            case SERVER -> "";
            case NAMESPACE -> request.attributes().namespace();
            case USER -> request.identity().name();
            case SOURCE_AND_OBJECT -> sourceAndObject(request.object());
        };
    }

    private static String sourceAndObject(Optional<KubeObject> event) {
        if (event.isEmpty()) {
            return "";
        }
        JsonNode json = event.get().json();
        JsonNode source = json.path(json.has("source") ? "source" : "deprecatedSource");
        JsonNode object = json.path(json.has("involvedObject") ? "involvedObject" : "regarding");
        return Stream.concat(
                        Stream.of("component", "host").map(source::path),
                        Stream.of("kind", "namespace", "name", "uid", "apiVersion")
                                .map(object::path))
                .map(part -> part.asString(""))
                .collect(Collectors.joining());
    }
}
