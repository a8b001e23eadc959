package dev.purser.app.manifest;

import dev.purser.api.meta.KubeObject;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Finds, among applied objects, a ConfigMap that a Deployment or Pod mounts, and the command that
/// changes it live.
public final class LiveChange {
    private LiveChange() {}

    /// The `kubectl patch` arguments that change one key of such a ConfigMap; empty when nothing is
    /// mounted.
    public static Optional<String> example(List<KubeObject> applied) {
        for (KubeObject workload : applied) {
            JsonNode spec = workload.json().path("spec");
            JsonNode volumes =
                    workload.kind().equals("Pod")
                            ? spec.path("volumes")
                            : spec.path("template").path("spec").path("volumes");
            for (JsonNode volume : volumes) {
                String name = volume.path("configMap").path("name").asString("");
                Optional<String> command =
                        applied.stream()
                                .filter(object -> object.kind().equals("ConfigMap"))
                                .filter(object ->
                                        object.name().equals(name)
                                                && object.namespace().equals(workload.namespace()))
                                .findFirst()
                                .flatMap(LiveChange::command);
                if (command.isPresent()) {
                    return command;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> command(KubeObject configMap) {
        return configMap.json().path("data").propertyNames().stream()
                .findFirst()
                .map(key -> {
                    ObjectNode patch = JsonNodeFactory.instance.objectNode();
                    patch.putObject("data").put(key, "Something new.\n");
                    return "kubectl -n %s patch configmap %s --type merge -p '%s'"
                            .formatted(configMap.namespace(), configMap.name(), patch);
                });
    }
}
