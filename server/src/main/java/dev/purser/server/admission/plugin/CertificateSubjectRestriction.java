package dev.purser.server.admission.plugin;

import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.request.Identity;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

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
            return Arrays.stream(parse(encoded).getSubject().getRDNs(BCStyle.O))
                    .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                    .anyMatch(value -> value.getValue().toString().equals(Identity.MASTERS));
        } catch (IOException | IllegalArgumentException e) {
            throw request.forbidden("failed to parse CSR: " + e.getMessage());
        }
    }

    private static PKCS10CertificationRequest parse(String encoded) throws IOException {
        String pem = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject block = reader.readPemObject();
            if (block == null || !block.getType().equals("CERTIFICATE REQUEST")) {
                throw new IOException("PEM block type must be CERTIFICATE REQUEST");
            }
            return new PKCS10CertificationRequest(block.getContent());
        }
    }
}
