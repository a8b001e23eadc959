package dev.purser.api.kind.batch;

import dev.purser.api.kind.pod.PodTemplates;
import dev.purser.api.meta.Trees;
import tools.jackson.databind.node.ObjectNode;

/// The defaults that a Job's spec gets wherever it stands, also in a CronJob.
final class JobTemplateDefaults {
    private JobTemplateDefaults() {}

    static void apply(ObjectNode spec, PodTemplates templates) {
        for (ObjectNode rule : Trees.items(spec.path("podFailurePolicy"), "rules")) {
            for (ObjectNode pattern : Trees.items(rule, "onPodConditions")) {
                Trees.setDefault(pattern, "status", "True");
            }
        }
        templates.setDefaults(Trees.ensure(spec, "template"));
    }
}
