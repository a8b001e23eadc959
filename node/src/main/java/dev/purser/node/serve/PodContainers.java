package dev.purser.node.serve;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.node.NodeStreams;
import java.util.List;

/// What a path says of a pod and its containers.
final class PodContainers {
    private static final List<String> LISTS =
            List.of("containers", "initContainers", "ephemeralContainers");

    private PodContainers() {}

    /// Whether a pod has a container of this name, of whatever kind.
    static boolean has(KubeObject pod, String container) {
        return LISTS.stream()
                .flatMap(list -> pod.json().path("spec").path(list).valueStream())
                .anyMatch(each -> each.path("name").asString("").equals(container));
    }

    static NodeStreams.PodKey key(KubeObject pod) {
        return new NodeStreams.PodKey(pod.namespace(), pod.name(), pod.uid());
    }
}
