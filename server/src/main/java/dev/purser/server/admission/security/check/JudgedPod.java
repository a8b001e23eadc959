package dev.purser.server.admission.security.check;

import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// A pod, or the template of pods, as the checks see it. Not to be changed while it is judged.
///
/// @param spec missing members are missing nodes
public record JudgedPod(Map<String, String> annotations, JsonNode spec) {
    private static final List<String> CONTAINER_LISTS =
            List.of("initContainers", "containers", "ephemeralContainers");

    public static JudgedPod of(KubeObject pod) {
        return new JudgedPod(pod.annotations(), pod.json().path("spec"));
    }

    /// All containers: init containers, containers, ephemeral ones.
    List<JsonNode> containers() {
        List<JsonNode> all = new ArrayList<>();
        CONTAINER_LISTS.forEach(list -> spec.path(list).forEach(all::add));
        return all;
    }

    /// The names of the containers that are so, in order.
    List<String> containersThat(Predicate<JsonNode> test) {
        return containers().stream().filter(test).map(JudgedPod::name).toList();
    }

    /// What is said for all containers.
    JsonNode securityContext() {
        return spec.path("securityContext");
    }

    /// The class of runtime that the pod names.
    public Optional<String> runtimeClass() {
        String name = spec.path("runtimeClassName").asString("");
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    boolean isForWindows() {
        return spec.at("/os/name").asString("").equals("windows");
    }

    /// Whether root in the pod is somebody else on the node.
    boolean hasOwnUsers() {
        JsonNode hostUsers = spec.path("hostUsers");
        return hostUsers.isBoolean() && !hostUsers.asBoolean();
    }

    /// What is said for one container.
    static JsonNode securityContext(JsonNode container) {
        return container.path("securityContext");
    }

    static String name(JsonNode container) {
        return container.path("name").asString("");
    }
}
