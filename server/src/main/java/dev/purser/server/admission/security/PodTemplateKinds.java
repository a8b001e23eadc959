package dev.purser.server.admission.security;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.security.check.JudgedPod;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where the kinds that make pods have their template.
final class PodTemplateKinds {
    private static final Map<GroupResource, String> TEMPLATES =
            Map.of(
                    new GroupResource("", "podtemplates"), "/template",
                    new GroupResource("", "replicationcontrollers"), "/spec/template",
                    new GroupResource("apps", "replicasets"), "/spec/template",
                    new GroupResource("apps", "deployments"), "/spec/template",
                    new GroupResource("apps", "statefulsets"), "/spec/template",
                    new GroupResource("apps", "daemonsets"), "/spec/template",
                    new GroupResource("batch", "jobs"), "/spec/template",
                    new GroupResource("batch", "cronjobs"), "/spec/jobTemplate/spec/template");

    private PodTemplateKinds() {}

    static boolean include(GroupResource resource) {
        return TEMPLATES.containsKey(resource);
    }

    /// The template of an object; a ReplicationController may have none.
    static Optional<JudgedPod> template(GroupResource resource, KubeObject object) {
        String path = TEMPLATES.getOrDefault(resource, "");
        return object.json().at(path) instanceof ObjectNode template
                ? Optional.of(judged(template))
                : Optional.empty();
    }

    private static JudgedPod judged(ObjectNode template) {
        JsonNode spec = template.path("spec");
        return new JudgedPod(KubeObject.of(template).annotations(), spec);
    }
}
