package dev.purser.node.launch;

import dev.purser.node.environment.ConfigErrorException;
import tools.jackson.databind.JsonNode;

/// Mounts that are to be read-only with all that is mounted below them (KEP-3857). The runtimes
/// that this node starts cannot do that, so only who insists on it is refused.
final class RecursiveReadOnly {
    private RecursiveReadOnly() {}

    /// @throws ConfigErrorException with kubelet's texts
    static void check(JsonNode mount) throws ConfigErrorException {
        String mode = mount.path("recursiveReadOnly").asString("Disabled");
        if (mode.equals("Disabled")) {
            return;
        }
        String problem = problem(mount, mode);
        if (!problem.isEmpty()) {
            throw new ConfigErrorException(
                    "failed to resolve recursive read-only mode: volume \"%s\" requested recursive read-only mode, but it is %s"
                            .formatted(mount.path("name").asString(""), problem));
        }
    }

    private static String problem(JsonNode mount, String mode) {
        String propagation = mount.path("mountPropagation").asString("None");
        if (!mount.path("readOnly").asBoolean(false)) {
            return "not read-only";
        }
        if (!propagation.equals("None")) {
            return "not compatible with propagation \"%s\"".formatted(propagation);
        }
        return mode.equals("Enabled") ? "not supported by the runtime" : "";
    }
}
