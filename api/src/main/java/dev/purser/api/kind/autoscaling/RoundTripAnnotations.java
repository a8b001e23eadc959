package dev.purser.api.kind.autoscaling;

import dev.purser.api.meta.KubeObject;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The annotations in which v1 carries what it has no fields for. v2 needs none of them.
final class RoundTripAnnotations {
    private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
    static final String METRICS = PREFIX + "metrics";
    static final String CURRENT_METRICS = PREFIX + "current-metrics";
    static final String CONDITIONS = PREFIX + "conditions";
    static final String BEHAVIOR = PREFIX + "behavior";
    private static final List<String> ALL =
            List.of(
                    METRICS,
                    BEHAVIOR,
                    PREFIX + "scale-down-tolerance",
                    PREFIX + "scale-up-tolerance",
                    CURRENT_METRICS,
                    CONDITIONS);

    private RoundTripAnnotations() {}

    static void removeFrom(KubeObject object) {
        if (object.metadata().get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(ALL);
            if (annotations.isEmpty()) {
                object.metadata().remove("annotations");
            }
        }
    }
}
