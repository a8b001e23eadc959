package dev.purser.server.admission.plugin;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.authz.RbacEscalation;
import dev.purser.server.request.Attributes;
import java.util.List;

/// Asks [RbacEscalation] about every role and binding that is written, whatever is written of it: a
/// label may be enough for a role to be gathered into another one.
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
        if (request.old().filter(old -> isForGarbageCollection(object, old)).isPresent()) {
            return;
        }
        switch (attributes.resource()) {
            case "roles", "clusterroles" ->
                    escalation.checkRole(request.identity(), attributes, object, request.old());
            case "rolebindings", "clusterrolebindings" ->
                    escalation.checkBinding(request.identity(), attributes, object);
            default -> {
                // Nothing else of this group grants anything.
            }
        }
    }

    /// Whether nothing changes but what the garbage collector needs for its work.
    private static boolean isForGarbageCollection(KubeObject object, KubeObject old) {
        return withoutOwners(object).equals(withoutOwners(old));
    }

    private static KubeObject withoutOwners(KubeObject object) {
        KubeObject rest = object.copy();
        rest.metadata().remove(List.of("ownerReferences", "finalizers", "managedFields"));
        return rest;
    }
}
