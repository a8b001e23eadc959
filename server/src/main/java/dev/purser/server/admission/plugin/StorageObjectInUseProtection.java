package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.node.ArrayNode;

/// Gives new volumes, claims and attribute classes a finalizer, so that they stay while they are in
/// use. The storage protection controller takes it away again.
public final class StorageObjectInUseProtection implements AdmissionPlugin {
    private static final Map<GroupResource, String> FINALIZERS =
            Map.of(
                    new GroupResource("", "persistentvolumes"),
                    "kubernetes.io/pv-protection",
                    new GroupResource("", "persistentvolumeclaims"),
                    "kubernetes.io/pvc-protection",
                    new GroupResource("storage.k8s.io", "volumeattributesclasses"),
                    "kubernetes.io/vac-protection");

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE
                || !request.attributes().subresource().isEmpty()) {
            return;
        }
        GroupResource resource =
                new GroupResource(request.attributes().group(), request.attributes().resource());
        Optional.ofNullable(FINALIZERS.get(resource))
                .ifPresent(finalizer -> protect(request.object().orElseThrow(), finalizer));
    }

    private static void protect(KubeObject object, String finalizer) {
        ArrayNode finalizers = PodRequests.arrayIn(object.metadata(), "finalizers");
        boolean isThere =
                StreamSupport.stream(finalizers.spliterator(), false)
                        .anyMatch(present -> present.asString("").equals(finalizer));
        if (!isThere) {
            finalizers.add(finalizer);
        }
    }
}
