package dev.purser.server.admission.plugin;

import dev.purser.api.kind.pod.ResourceNames;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Pods that ask for special devices bear with the taints of the nodes that are kept for them.
public final class ExtendedResourceToleration implements AdmissionPlugin {
    @Override
    public void mutate(AdmissionRequest request) {
        PodRequests.written(request)
                .ifPresent(pod -> devices(pod).forEach(device -> tolerate(pod, device)));
    }

    private static Set<String> devices(KubeObject pod) {
        Set<String> devices = new TreeSet<>();
        PodRequests.containers(pod, "containers", "initContainers")
                .forEach(container ->
                        container.path("resources").path("requests").propertyNames().stream()
                                .filter(ResourceNames::isExtended)
                                .forEach(devices::add));
        return devices;
    }

    private static void tolerate(KubeObject pod, String device) {
        ArrayNode tolerations = PodRequests.arrayIn(pod.spec(), "tolerations");
        ObjectNode wanted =
                tolerations
                        .objectNode()
                        .put("key", device)
                        .put("operator", "Exists")
                        .put("effect", "NoSchedule");
        for (int i = 0; i < tolerations.size(); i++) {
            if (isFor(tolerations.path(i), wanted)) {
                tolerations.set(i, wanted);
                return;
            }
        }
        tolerations.add(wanted);
    }

    /// Whether two tolerations differ at most in how long they hold.
    private static boolean isFor(JsonNode toleration, JsonNode wanted) {
        return Set.of("key", "operator", "effect", "value").stream()
                .allMatch(field ->
                        toleration
                                .path(field)
                                .asString("")
                                .equals(wanted.path(field).asString("")));
    }
}
