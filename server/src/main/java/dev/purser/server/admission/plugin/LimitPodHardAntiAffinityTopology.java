package dev.purser.server.admission.plugin;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import tools.jackson.databind.JsonNode;

/// Pods that insist on keeping others away do so from their node only, not from a whole zone.
public final class LimitPodHardAntiAffinityTopology implements AdmissionPlugin {
    private static final String HOST = "kubernetes.io/hostname";

    @Override
    public void validate(AdmissionRequest request) {
        PodRequests.written(request).ifPresent(pod -> requireHosts(request, pod));
    }

    private static void requireHosts(AdmissionRequest request, KubeObject pod) {
        JsonNode terms =
                pod.json()
                        .at(
                                "/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution");
        for (JsonNode term : terms) {
            String key = term.path("topologyKey").asString("");
            if (!key.equals(HOST)) {
                throw request.forbidden(
                        "affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey %s but only key %s is allowed"
                                .formatted(key, HOST));
            }
        }
    }
}
