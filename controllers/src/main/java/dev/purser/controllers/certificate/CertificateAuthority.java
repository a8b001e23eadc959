package dev.purser.controllers.certificate;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Reads requests for certificates and signs them. Thread-safe.
public interface CertificateAuthority {
    /// What a request asks for.
    ///
    /// @param request the `request` of a CertificateSigningRequest: PEM in base64
    /// @throws IOException if it cannot be read
    Subject read(String request) throws IOException;

    /// Signs a request; nothing is judged any more.
    ///
    /// @param usages in the words of CertificateSigningRequests, such as `client auth`
    /// @return the certificate as PEM
    /// @throws IOException if it cannot be signed
    String sign(String request, Duration validity, List<String> usages) throws IOException;

    /// Who a certificate is asked for, with the four forms of alternative names.
    record Subject(
            String commonName,
            List<String> organizations,
            List<String> dnsNames,
            List<String> emailAddresses,
            List<String> addresses,
            List<String> uris) {
        public Subject {
            organizations = List.copyOf(organizations);
            dnsNames = List.copyOf(dnsNames);
            emailAddresses = List.copyOf(emailAddresses);
            addresses = List.copyOf(addresses);
            uris = List.copyOf(uris);
        }
    }
}
