package dev.purser.api.kind.apiextensions;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;

/// The certificates by which a webhook is known.
public final class CaBundle {
    private CaBundle() {}

    /// Whether a bundle holds certificates that can be read; an empty one holds none and is fine.
    ///
    /// @param base64 PEM text in base64
    public static boolean isValid(String base64) {
        if (base64.isEmpty()) {
            return true;
        }
        try {
            byte[] pem = Base64.getDecoder().decode(base64);
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .isEmpty();
        } catch (CertificateException | IllegalArgumentException _) {
            return false;
        }
    }
}
