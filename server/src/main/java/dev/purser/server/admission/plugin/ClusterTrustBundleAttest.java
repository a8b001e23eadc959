package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.authz.Authorizer;
import java.util.List;

/// Who publishes a signer's trust anchors needs the verb `attest` on the signer. The garbage
/// collector's changes are nobody's statement about trust.
public final class ClusterTrustBundleAttest implements AdmissionPlugin {
    private static final GroupResource BUNDLES =
            new GroupResource("certificates.k8s.io", "clustertrustbundles");
    private static final List<String> COLLECTOR_FIELDS =
            List.of("finalizers", "ownerReferences", "managedFields");

    private final SignerPermission permission;

    public ClusterTrustBundleAttest(Authorizer authorizer) {
        this.permission = new SignerPermission(authorizer, "attest");
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() == Operation.DELETE || !request.isFor(BUNDLES)) {
            return;
        }
        KubeObject bundle = request.object().orElseThrow();
        String signer = bundle.json().path("spec").path("signerName").asString("");
        boolean isForCollector =
                request.old()
                        .filter(old -> withoutFields(old).equals(withoutFields(bundle)))
                        .isPresent();
        if (!signer.isEmpty()
                && !isForCollector
                && !permission.allows(request.identity(), signer)) {
            throw request.forbidden(
                    "user not permitted to attest for signerName \"%s\"".formatted(signer));
        }
    }

    private static KubeObject withoutFields(KubeObject object) {
        KubeObject rest = object.copy();
        rest.metadata().remove(COLLECTOR_FIELDS);
        return rest;
    }
}
