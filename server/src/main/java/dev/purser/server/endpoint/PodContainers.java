package dev.purser.server.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import java.util.ArrayList;
import java.util.List;

/// Finds the container of a pod that a request means, with Kubernetes' errors.
final class PodContainers {
    private PodContainers() {}

    /// The container's name: the one asked for, or the only one there is.
    static String choose(KubeObject pod, String asked) {
        List<String> regular = names(pod, "containers");
        if (asked.isEmpty()) {
            if (regular.size() == 1) {
                return regular.getFirst();
            }
            throw StatusErrors.badRequest(mustChoose(pod, regular));
        }
        boolean known =
                regular.contains(asked)
                        || names(pod, "initContainers").contains(asked)
                        || names(pod, "ephemeralContainers").contains(asked);
        if (!known) {
            throw StatusErrors.badRequest(
                    "container %s is not valid for pod %s".formatted(asked, pod.name()));
        }
        return asked;
    }

    private static String mustChoose(KubeObject pod, List<String> regular) {
        StringBuilder text = new StringBuilder();
        text.append("a container name must be specified for pod ").append(pod.name());
        if (!regular.isEmpty()) {
            text.append(", choose one of: ").append(list(regular));
        }
        List<String> init = names(pod, "initContainers");
        if (!init.isEmpty()) {
            text.append(" or one of the init containers: ").append(list(init));
        }
        return text.toString();
    }

    private static String list(List<String> names) {
        return "[" + String.join(" ", names) + "]";
    }

    private static List<String> names(KubeObject pod, String field) {
        List<String> names = new ArrayList<>();
        pod.json()
                .path("spec")
                .path(field)
                .forEach(container -> names.add(container.path("name").asString("")));
        return names;
    }
}
