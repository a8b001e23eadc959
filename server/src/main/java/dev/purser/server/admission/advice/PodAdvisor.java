package dev.purser.server.admission.advice;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Pods and templates of pods: how secrets come into containers.
final class PodAdvisor implements Advisor {
    private static final List<String> CONTAINERS =
            List.of("initContainers", "containers", "ephemeralContainers");

    private final String path;

    /// @param path where the pod or template is in the object, as a JSON pointer
    PodAdvisor(String path) {
        this.path = path;
    }

    @Override
    public List<Finding> findings(KubeObject object) {
        JsonNode template = object.json().at(path);
        JsonNode spec = template.path("spec");
        SilencedTopics silenced = SilencedTopics.NONE.with(template.path("metadata"));
        List<Finding> findings = new ArrayList<>();
        for (String list : CONTAINERS) {
            for (ObjectNode container : Trees.items(spec, list)) {
                new ContainerAdvice(container, findings).ofEverything(spec);
            }
        }
        VolumeModes.judge(spec, findings);
        findings.removeIf(finding -> silenced.has(finding.topic()));
        return findings;
    }
}
