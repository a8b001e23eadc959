package dev.purser.server.pki;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/// The subject that a certificate is asked for (PKCS #10, RFC 2986).
///
/// @param commonName empty for none
public record CertificateRequest(String commonName, List<String> organizations) {
    public CertificateRequest {
        organizations = List.copyOf(organizations);
    }

    /// Reads the `request` of a CertificateSigningRequest: PEM in base64.
    ///
    /// @throws IOException if it is none
    public static CertificateRequest parse(String encoded) throws IOException {
        try {
            PKCS10CertificationRequest request = read(encoded);
            List<String> names = values(request, BCStyle.CN);
            return new CertificateRequest(
                    names.isEmpty() ? "" : names.getLast(), values(request, BCStyle.O));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static PKCS10CertificationRequest read(String encoded) throws IOException {
        String pem = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject block = reader.readPemObject();
            if (block == null || !block.getType().equals("CERTIFICATE REQUEST")) {
                throw new IOException("PEM block type must be CERTIFICATE REQUEST");
            }
            return new PKCS10CertificationRequest(block.getContent());
        }
    }

    private static List<String> values(
            PKCS10CertificationRequest request, ASN1ObjectIdentifier type) {
        return Arrays.stream(request.getSubject().getRDNs(type))
                .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                .filter(value -> value.getType().equals(type))
                .map(value -> value.getValue().toString())
                .toList();
    }
}
