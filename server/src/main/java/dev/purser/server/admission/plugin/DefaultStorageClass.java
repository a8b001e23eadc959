package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;
import java.util.List;

/// Gives new claims that name no storage class the default one. The empty name is a name, too.
public final class DefaultStorageClass implements AdmissionPlugin {
    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    private final DefaultClass defaultClass;

    public DefaultStorageClass(ObjectSource objects) {
        this.defaultClass =
                new DefaultClass(
                        objects,
                        new GroupVersionResource("storage.k8s.io", "v1", "storageclasses"),
                        List.of(
                                "storageclass.kubernetes.io/is-default-class",
                                "storageclass.beta.kubernetes.io/is-default-class"));
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE || !request.isFor(CLAIMS)) {
            return;
        }
        KubeObject claim = request.object().orElseThrow();
        boolean hasClass =
                claim.annotations().containsKey(CLASS_ANNOTATION)
                        || claim.spec().hasNonNull("storageClassName");
        if (!hasClass) {
            defaultClass.name().ifPresent(name -> claim.spec().put("storageClassName", name));
        }
    }
}
