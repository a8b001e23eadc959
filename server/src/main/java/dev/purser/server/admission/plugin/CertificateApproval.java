package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.authz.Authorizer;

/// Who approves a request for a certificate needs the verb `approve` on its signer.
public final class CertificateApproval implements AdmissionPlugin {
    static final GroupResource REQUESTS =
            new GroupResource("certificates.k8s.io", "certificatesigningrequests");

    private final SignerPermission permission;

    public CertificateApproval(Authorizer authorizer) {
        this.permission = new SignerPermission(authorizer, "approve");
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() != Operation.UPDATE || !request.isFor(REQUESTS, "approval")) {
            return;
        }
        String signer =
                request.old().orElseThrow().json().path("spec").path("signerName").asString("");
        if (!permission.allows(request.identity(), signer)) {
            throw request.forbidden(
                    "user not permitted to approve requests with signerName \"%s\""
                            .formatted(signer));
        }
    }
}
