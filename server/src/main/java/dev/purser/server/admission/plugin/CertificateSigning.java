package dev.purser.server.admission.plugin;

import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.authz.Authorizer;
import tools.jackson.databind.JsonNode;

/// Who issues a certificate, or changes the conditions of a request for one, needs the verb `sign`
/// on its signer.
public final class CertificateSigning implements AdmissionPlugin {
    private final SignerPermission permission;

    public CertificateSigning(Authorizer authorizer) {
        this.permission = new SignerPermission(authorizer, "sign");
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean isStatus =
                request.operation() == Operation.UPDATE
                        && request.isFor(CertificateApproval.REQUESTS, "status");
        if (!isStatus) {
            return;
        }
        JsonNode old = request.old().orElseThrow().json();
        JsonNode before = old.path("status");
        JsonNode after = request.object().orElseThrow().json().path("status");
        boolean isChanged =
                !before.path("certificate").equals(after.path("certificate"))
                        || !before.path("conditions").equals(after.path("conditions"));
        String signer = old.path("spec").path("signerName").asString("");
        if (isChanged && !permission.allows(request.identity(), signer)) {
            throw request.forbidden(
                    "user not permitted to sign requests with signerName \"%s\"".formatted(signer));
        }
    }
}
