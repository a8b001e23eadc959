package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;

/// A claim grows only when it is bound and its storage class allows that.
public final class PersistentVolumeClaimResize implements AdmissionPlugin {
    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final GroupVersionResource CLASSES =
            new GroupVersionResource("storage.k8s.io", "v1", "storageclasses");
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    private final ObjectSource objects;

    public PersistentVolumeClaimResize(ObjectSource objects) {
        this.objects = objects;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() != Operation.UPDATE || !request.isFor(CLAIMS)) {
            return;
        }
        KubeObject claim = request.object().orElseThrow();
        KubeObject old = request.old().orElseThrow();
        if (size(claim).compareTo(size(old)) <= 0) {
            return;
        }
        if (!old.json().path("status").path("phase").asString("").equals("Bound")) {
            throw request.forbidden("Only bound persistent volume claims can be expanded");
        }
        if (!mayGrow(storageClass(claim), storageClass(old))) {
            throw request.forbidden(
                    "only dynamically provisioned pvc can be resized and the storageclass that"
                            + " provisions the pvc must support resize");
        }
    }

    private boolean mayGrow(String storageClass, String before) {
        return !storageClass.isEmpty()
                && storageClass.equals(before)
                && objects.find(CLASSES, "", storageClass)
                        .filter(found -> found.json().path("allowVolumeExpansion").asBoolean(false))
                        .isPresent();
    }

    private static Quantity size(KubeObject claim) {
        return Quantity.parse(
                claim.json()
                        .path("spec")
                        .path("resources")
                        .path("requests")
                        .path("storage")
                        .asString("0"));
    }

    private static String storageClass(KubeObject claim) {
        String annotated = claim.annotations().get(CLASS_ANNOTATION);
        return annotated != null
                ? annotated
                : claim.json().path("spec").path("storageClassName").asString("");
    }
}
