package dev.purser.api.quota;

import dev.purser.api.meta.KubeObject;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Pods whose affinity looks at pods of other namespaces.
final class CrossNamespaceAffinity {
    private CrossNamespaceAffinity() {}

    static boolean isIn(KubeObject pod) {
        JsonNode affinity = pod.json().path("spec").path("affinity");
        for (String kind : List.of("podAffinity", "podAntiAffinity")) {
            JsonNode terms = affinity.path(kind);
            for (JsonNode term : terms.path("requiredDuringSchedulingIgnoredDuringExecution")) {
                if (looksElsewhere(term)) {
                    return true;
                }
            }
            for (JsonNode term : terms.path("preferredDuringSchedulingIgnoredDuringExecution")) {
                if (looksElsewhere(term.path("podAffinityTerm"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean looksElsewhere(JsonNode term) {
        return !term.path("namespaces").isEmpty() || term.path("namespaceSelector").isObject();
    }
}
