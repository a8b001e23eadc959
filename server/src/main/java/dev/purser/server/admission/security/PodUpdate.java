package dev.purser.server.admission.security;

import dev.purser.api.meta.KubeObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Tells which updates of pods may make them more dangerous.
final class PodUpdate {
    private static final List<String> LISTS = List.of("containers", "initContainers");

    private PodUpdate() {}

    /// Whether containers, or the images of containers, are others than before.
    static boolean isSignificant(KubeObject pod, KubeObject old) {
        JsonNode spec = pod.json().path("spec");
        JsonNode before = old.json().path("spec");
        return LISTS.stream().anyMatch(list -> differ(spec.path(list), before.path(list)))
                || hasNewEphemeral(spec, before);
    }

    private static boolean differ(JsonNode containers, JsonNode before) {
        if (containers.size() != before.size()) {
            return true;
        }
        for (int i = 0; i < containers.size(); i++) {
            if (!image(containers.path(i)).equals(image(before.path(i)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasNewEphemeral(JsonNode spec, JsonNode before) {
        Map<String, String> images = new HashMap<>();
        before.path("ephemeralContainers")
                .forEach(container -> images.put(name(container), image(container)));
        for (JsonNode container : spec.path("ephemeralContainers")) {
            if (!image(container).equals(images.get(name(container)))) {
                return true;
            }
        }
        return false;
    }

    private static String name(JsonNode container) {
        return container.path("name").asString("");
    }

    private static String image(JsonNode container) {
        return container.path("image").asString("");
    }
}
