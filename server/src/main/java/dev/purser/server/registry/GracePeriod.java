package dev.purser.server.registry;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.DeleteOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What a grace period says about a deletion (`rest.BeforeDelete`). Only pods have one.
enum GracePeriod {
    /// The kind knows none.
    NONE,
    /// It begins, or becomes shorter, with this request; zero seconds included.
    BEGUN,
    /// It runs already, and this request changes nothing.
    PENDING;

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

    /// Notes the beginning of a grace period in the object, or that it became shorter.
    static GracePeriod begin(
            ServedResource resource,
            KubeObject object,
            DeleteOptions options,
            InstantSource clock) {
        if (object.deletionTimestamp().isPresent()) {
            return shorten(object, options);
        }
        if (!resource.groupResource().equals(PODS)) {
            return NONE;
        }
        long seconds = podSeconds(object, options);
        set(object, clock.instant().plusSeconds(seconds), seconds);
        if (object.generation() > 0) {
            object.metadata().put("generation", object.generation() + 1);
        }
        return BEGUN;
    }

    private static GracePeriod shorten(KubeObject object, DeleteOptions options) {
        Optional<Long> current = Finalization.gracePeriodSeconds(object);
        if (current.isEmpty()) {
            return NONE;
        }
        if (options.gracePeriodSeconds().isEmpty()) {
            return current.get() == 0 ? NONE : PENDING;
        }
        long seconds = options.gracePeriodSeconds().getAsLong();
        if (seconds >= current.get()) {
            return current.get() == 0 ? NONE : PENDING;
        }
        Instant asked =
                Instant.parse(object.deletionTimestamp().orElseThrow()).minusSeconds(current.get());
        set(object, asked.plusSeconds(seconds), seconds);
        return BEGUN;
    }

    private static void set(KubeObject object, Instant end, long seconds) {
        ObjectNode metadata = object.metadata();
        metadata.put("deletionTimestamp", end.truncatedTo(ChronoUnit.SECONDS).toString());
        metadata.put("deletionGracePeriodSeconds", seconds);
    }

    /// A pod that no node knows, or whose containers have ended, needs no time.
    private static long podSeconds(KubeObject pod, DeleteOptions options) {
        boolean unscheduled = pod.json().path("spec").path("nodeName").asString("").isEmpty();
        boolean finished = FINISHED.contains(pod.json().path("status").path("phase").asString(""));
        if (unscheduled || finished) {
            return 0;
        }
        long own = pod.json().path("spec").path("terminationGracePeriodSeconds").asLong(0);
        long seconds = options.gracePeriodSeconds().orElse(own);
        return seconds < 0 ? 1 : seconds;
    }
}
