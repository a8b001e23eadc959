package dev.purser.server.admission.quota;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quota.Usage;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.object.StatusSink;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// Refuses what a ResourceQuota of the namespace does not allow, and counts the rest. Comes last,
/// so that what others refuse is not counted.
public final class ResourceQuota implements AdmissionPlugin {
    /// What is not stored, and events, which were never counted.
    private static final Set<String> NOT_COUNTED =
            Set.of(
                    "bindings",
                    "componentstatuses",
                    "events",
                    "events.events.k8s.io",
                    "localsubjectaccessreviews.authorization.k8s.io");

    private final QuotaLedger ledger;
    private final InstantSource clock;

    public ResourceQuota(ObjectSource objects, StatusSink statuses, InstantSource clock) {
        this.ledger = new QuotaLedger(objects, statuses);
        this.clock = clock;
    }

    @Override
    public void validate(AdmissionRequest request) {
        String namespace = request.attributes().namespace();
        GroupResource resource =
                new GroupResource(request.attributes().group(), request.attributes().resource());
        boolean isCounted =
                !namespace.isEmpty()
                        && !resource.toString().equals("namespaces")
                        && !NOT_COUNTED.contains(resource.toString())
                        && mayAdd(request, resource);
        if (!isCounted || !ledger.hasQuotas(namespace)) {
            return;
        }
        QuotaCheck check = new QuotaCheck(request, Usage.of(resource, clock));
        if (request.isTried()) {
            ledger.check(namespace, check);
        } else {
            ledger.charge(namespace, check);
        }
    }

    /// Whether a write could add to what is used.
    private static boolean mayAdd(AdmissionRequest request, GroupResource resource) {
        boolean isCreation = request.operation() == Operation.CREATE;
        boolean isUpdate = request.operation() == Operation.UPDATE;
        String subresource = request.attributes().subresource();
        return switch (resource.toString()) {
            case "pods" ->
                    switch (subresource) {
                        case "" -> isCreation || (isUpdate && movesBetweenScopes(request));
                        case "resize" -> isUpdate;
                        default -> false;
                    };
            case "services", "resourceclaims.resource.k8s.io" ->
                    subresource.isEmpty() && (isCreation || isUpdate);
            case "persistentvolumeclaims" ->
                    subresource.isEmpty()
                            ? isCreation || isUpdate
                            : isUpdate && subresource.equals("status");
            default -> isCreation && subresource.isEmpty();
        };
    }

    private static boolean movesBetweenScopes(AdmissionRequest request) {
        return hasDeadline(request.object()) != hasDeadline(request.old());
    }

    private static boolean hasDeadline(Optional<KubeObject> pod) {
        return pod.filter(object ->
                        object.json().path("spec").path("activeDeadlineSeconds").asLong(-1) >= 0)
                .isPresent();
    }
}
