package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.validation.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What Kubernetes warns of in Pods and templates although it takes them.
final class PodWarnings {
    private PodWarnings() {}

    static List<String> ofSpec(ObjectNode spec, String path) {
        List<String> warnings = new ArrayList<>();
        for (String list : List.of("initContainers", "containers")) {
            List<ObjectNode> containers = Trees.items(spec, list);
            for (int i = 0; i < containers.size(); i++) {
                String place = "%s.%s[%d]".formatted(path, list, i);
                hiddenVariables(containers.get(i), place, warnings);
            }
        }
        if (spec.path("terminationGracePeriodSeconds").asLong(0) < 0) {
            warnings.add(
                    path
                            + ".terminationGracePeriodSeconds: must be >= 0; negative values are"
                            + " invalid and will be treated as 1");
        }
        return warnings;
    }

    static List<String> ofName(String name) {
        List<String> complaints = Names.labelErrors(name);
        return complaints.isEmpty()
                ? List.of()
                : List.of(
                        "metadata.name: this is used in the Pod's hostname, which can result in"
                                + " surprising behavior; a DNS label is recommended: ["
                                + String.join(" ", complaints)
                                + "]");
    }

    private static void hiddenVariables(ObjectNode container, String path, List<String> warnings) {
        Set<String> names = new HashSet<>();
        List<ObjectNode> variables = Trees.items(container, "env");
        for (int i = 0; i < variables.size(); i++) {
            String name = Trees.text(variables.get(i), "name");
            if (!names.add(name)) {
                warnings.add(
                        "%s.env[%d]: hides previous definition of \"%s\", which may be dropped when using apply"
                                .formatted(path, i, name));
            }
        }
    }
}
