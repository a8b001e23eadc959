package dev.purser.server.admission.advice;

import dev.purser.api.meta.Trees;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// File modes that come out wider than they were asked for: where a pod has an `fsGroup`, its group
/// may read every file of its volumes, whatever `defaultMode` says (kubernetes/kubernetes#57923).
final class VolumeModes {
    private static final int GROUP_READS = 0040;

    private VolumeModes() {}

    static void judge(JsonNode podSpec, List<Finding> findings) {
        if (!Trees.has(podSpec.path("securityContext"), "fsGroup")) {
            return;
        }
        for (ObjectNode volume : Trees.items(podSpec, "volumes")) {
            boolean isNarrow =
                    Stream.of(volume.path("secret"), volume.path("projected"))
                            .anyMatch(VolumeModes::isNarrow);
            if (isNarrow) {
                findings.add(
                        new Finding(
                                Topic.MODE_WIDENED,
                                "volume \"%s\": the pod's fsGroup lets its group read the files, whatever mode is given: leave fsGroup out where only the owner may read"
                                        .formatted(Trees.text(volume, "name")),
                                volume));
            }
        }
    }

    private static boolean isNarrow(JsonNode source) {
        if (denies(source.path("defaultMode"))) {
            return true;
        }
        Stream<ObjectNode> items =
                Stream.concat(
                        Trees.items(source, "items").stream(),
                        Trees.items(source, "sources").stream()
                                .flatMap(projected ->
                                        Trees.items(projected.path("secret"), "items").stream()));
        return items.anyMatch(item -> denies(item.path("mode")));
    }

    private static boolean denies(JsonNode mode) {
        return mode.isNumber() && (mode.asInt() & GROUP_READS) == 0;
    }
}
