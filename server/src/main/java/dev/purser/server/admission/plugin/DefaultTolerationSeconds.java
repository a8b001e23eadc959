package dev.purser.server.admission.plugin;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Lets pods stay five minutes on a node that is not ready or cannot be reached, unless they say
/// otherwise.
public final class DefaultTolerationSeconds implements AdmissionPlugin {
    private static final int SECONDS = 300;
    private static final List<String> TAINTS =
            List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

    @Override
    public void mutate(AdmissionRequest request) {
        PodRequests.written(request).ifPresent(DefaultTolerationSeconds::addMissing);
    }

    private static void addMissing(KubeObject pod) {
        for (String taint : TAINTS) {
            if (!tolerates(pod, taint)) {
                PodRequests.arrayIn(pod.spec(), "tolerations")
                        .addObject()
                        .put("key", taint)
                        .put("operator", "Exists")
                        .put("effect", "NoExecute")
                        .put("tolerationSeconds", SECONDS);
            }
        }
    }

    private static boolean tolerates(KubeObject pod, String taint) {
        for (JsonNode toleration : pod.spec().path("tolerations")) {
            String key = toleration.path("key").asString("");
            String effect = toleration.path("effect").asString("");
            if ((key.isEmpty() || key.equals(taint))
                    && (effect.isEmpty() || effect.equals("NoExecute"))) {
                return true;
            }
        }
        return false;
    }
}
