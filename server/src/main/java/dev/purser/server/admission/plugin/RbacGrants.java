package dev.purser.server.admission.plugin;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.authz.RbacEscalation;
import dev.purser.server.request.Attributes;

/// Asks [RbacEscalation] about every role and binding that is written. What an update leaves as it
/// was is not asked about again.
///
/// Asks before the object is validated, as Kubernetes does, and so with the plugins that change
/// objects, as the last of them.
public final class RbacGrants implements AdmissionPlugin {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private final RbacEscalation escalation;

    public RbacGrants(RbacEscalation escalation) {
        this.escalation = escalation;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        Attributes attributes = request.attributes();
        if (!attributes.group().equals(GROUP) || request.operation() == Operation.DELETE) {
            return;
        }
        KubeObject object = request.object().orElseThrow();
        switch (attributes.resource()) {
            case "roles", "clusterroles" -> {
                if (isChanged(request, "rules") || isChanged(request, "aggregationRule")) {
                    escalation.checkRole(request.identity(), attributes, object);
                }
            }
            case "rolebindings", "clusterrolebindings" -> {
                if (isChanged(request, "subjects") || isChanged(request, "roleRef")) {
                    escalation.checkBinding(request.identity(), attributes, object);
                }
            }
            default -> {
                // Nothing else of this group grants anything.
            }
        }
    }

    private static boolean isChanged(AdmissionRequest request, String field) {
        return request.old().isEmpty()
                || !request.old()
                        .get()
                        .json()
                        .path(field)
                        .equals(request.object().orElseThrow().json().path(field));
    }
}
