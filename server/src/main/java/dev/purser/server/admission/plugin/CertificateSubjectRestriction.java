package dev.purser.server.admission.plugin;

import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.pki.CertificateRequest;
import dev.purser.server.request.Identity;
import java.io.IOException;

/// Nobody asks for a client certificate of `system:masters`, whose holder no role could bind.
public final class CertificateSubjectRestriction implements AdmissionPlugin {
    private static final String CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client";

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE
                || !request.isFor(CertificateApproval.REQUESTS)) {
            return;
        }
        var spec = request.object().orElseThrow().json().path("spec");
        if (spec.path("signerName").asString("").equals(CLIENT_SIGNER)
                && namesMasters(request, spec.path("request").asString(""))) {
            throw request.forbidden(
                    "use of %s signer with %s group is not allowed"
                            .formatted(CLIENT_SIGNER, Identity.MASTERS));
        }
    }

    private static boolean namesMasters(AdmissionRequest request, String encoded) {
        try {
            return CertificateRequest.parse(encoded).organizations().contains(Identity.MASTERS);
        } catch (IOException e) {
            throw request.forbidden("failed to parse CSR: " + e.getMessage());
        }
    }
}
