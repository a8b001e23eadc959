package dev.purser.api.kind.batch;

import dev.purser.api.kind.pod.PodTemplates;
import dev.purser.api.meta.Trees;
import dev.purser.api.validation.Names;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What the author of a Job should know although it is valid.
final class JobWarnings {
    private static final int MANY_COMPLETIONS = 100_000;
    private static final int MANY_AT_ONCE = 10_000;

    private JobWarnings() {}

    static List<String> ofName(String name) {
        List<String> complaints = Names.labelErrors(name);
        return complaints.isEmpty()
                ? List.of()
                : List.of(
                        "metadata.name: this is used in Pod names and hostnames, which can result"
                                + " in surprising behavior; a DNS label is recommended: ["
                                + String.join(" ", complaints)
                                + "]");
    }

    static List<String> ofSpec(ObjectNode spec, String path, PodTemplates templates) {
        List<String> warnings = new ArrayList<>();
        boolean isHuge =
                JobSpecValidation.isIndexed(spec)
                        && spec.path("completions").asLong(0) > MANY_COMPLETIONS
                        && spec.path("parallelism").asLong(0) > MANY_AT_ONCE;
        if (isHuge) {
            warnings.add(
                    path
                            + ": In Indexed Jobs with a number of completions higher than 10^5 and"
                            + " a parallelism higher than 10^4, Kubernetes might not be able to"
                            + " track completedIndexes when a big number of indexes fail");
        }
        warnings.addAll(templates.warnings(Trees.ensure(spec, "template"), path + ".template"));
        return warnings;
    }
}
