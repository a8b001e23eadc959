package dev.purser.server.pki;

import dev.purser.api.kind.certificate.RequestReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/// Reads requests for certificates and checks that who made one has the key in it. Thread-safe.
public final class CertificateRequests implements RequestReader {
    private static final String TYPE = "CERTIFICATE REQUEST";

    @Override
    public Optional<String> complaint(byte[] request) {
        try {
            Optional<PKCS10CertificationRequest> parsed = parse(request);
            if (parsed.isEmpty()) {
                return Optional.of("PEM block type must be " + TYPE);
            }
            boolean isValid =
                    parsed.get()
                            .isSignatureValid(
                                    new JcaContentVerifierProviderBuilder()
                                            .build(parsed.get().getSubjectPublicKeyInfo()));
            return isValid ? Optional.empty() : Optional.of("crypto/rsa: verification error");
        } catch (IOException | OperatorCreationException | PKCSException e) {
            return Optional.of("x509: malformed certificate request");
        }
    }

    /// The request; empty when the text holds none.
    private static Optional<PKCS10CertificationRequest> parse(byte[] pem) throws IOException {
        String text = new String(pem, StandardCharsets.UTF_8);
        try (PemReader reader = new PemReader(new StringReader(text))) {
            PemObject block = reader.readPemObject();
            return block == null || !block.getType().equals(TYPE)
                    ? Optional.empty()
                    : Optional.of(new PKCS10CertificationRequest(block.getContent()));
        }
    }
}
