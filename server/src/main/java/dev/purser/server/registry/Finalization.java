package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Finalizers, and when an object that is being deleted is gone.
final class Finalization {
    static final String ORPHAN = "orphan";
    static final String FOREGROUND = "foregroundDeletion";

    private Finalization() {}

    static List<String> finalizers(KubeObject object) {
        List<String> finalizers = new ArrayList<>();
        object.metadata().path("finalizers").forEach(item -> finalizers.add(item.asString("")));
        return finalizers;
    }

    static void setFinalizers(KubeObject object, List<String> finalizers) {
        ObjectNode metadata = object.metadata();
        if (finalizers.isEmpty()) {
            metadata.remove("finalizers");
            return;
        }
        ArrayNode array = metadata.putArray("finalizers");
        finalizers.forEach(array::add);
    }

    /// Whether a write is the last one: deletion was asked for before, and nothing holds the object
    /// any longer.
    static boolean endsWith(KubeObject next, KubeObject old) {
        return old.deletionTimestamp().isPresent()
                && gracePeriodSeconds(old).orElse(0L) == 0
                && finalizers(next).isEmpty()
                && !isHeldNamespace(next);
    }

    static Optional<Long> gracePeriodSeconds(KubeObject object) {
        JsonNode seconds = object.metadata().path("deletionGracePeriodSeconds");
        return seconds.isNumber() ? Optional.of(seconds.asLong()) : Optional.empty();
    }

    static boolean isHeldNamespace(KubeObject object) {
        return object.kind().equals("Namespace")
                && !object.json().path("spec").path("finalizers").isEmpty();
    }
}
