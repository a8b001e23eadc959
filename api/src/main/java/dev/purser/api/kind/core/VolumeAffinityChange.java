package dev.purser.api.kind.core;

import dev.purser.api.meta.Trees;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Whether an update leaves the nodes that can reach a volume as they are. Labels of nodes that
/// were replaced by others may be replaced here too.
final class VolumeAffinityChange {
    private static final Map<String, String> SUCCESSORS =
            Map.of(
                    "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone",
                    "failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region",
                    "beta.kubernetes.io/os", "kubernetes.io/os",
                    "beta.kubernetes.io/arch", "kubernetes.io/arch",
                    "beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type");
    private static final String KEY = "key";

    private VolumeAffinityChange() {}

    static boolean isAllowed(JsonNode now, JsonNode before) {
        JsonNode expected = before.deepCopy();
        List<ObjectNode> terms = terms(now);
        List<ObjectNode> expectedTerms = terms(expected);
        for (int i = 0; i < Math.min(terms.size(), expectedTerms.size()); i++) {
            for (String list : List.of("matchExpressions", "matchFields")) {
                follow(Trees.items(terms.get(i), list), Trees.items(expectedTerms.get(i), list));
            }
        }
        return now.equals(expected);
    }

    private static List<ObjectNode> terms(JsonNode affinity) {
        return Trees.items(affinity.path("required"), "nodeSelectorTerms");
    }

    /// A key without a successor may also become empty, which validation refuses elsewhere.
    private static void follow(List<ObjectNode> now, List<ObjectNode> expected) {
        for (int i = 0; i < Math.min(now.size(), expected.size()); i++) {
            String successor = SUCCESSORS.getOrDefault(Trees.text(expected.get(i), KEY), "");
            if (Trees.text(now.get(i), KEY).equals(successor)) {
                Trees.copyField(now.get(i), expected.get(i), KEY);
            }
        }
    }
}
