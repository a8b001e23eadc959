package dev.purser.app.serve;

import dev.purser.controllers.certificate.CertificateAuthority;
import dev.purser.server.pki.CertificateRequest;
import dev.purser.server.pki.RequestSigner;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The cluster's own authority as the controllers have it.
record ClusterSigner(RequestSigner signer) implements CertificateAuthority {
    @Override
    public Subject read(String request) throws IOException {
        CertificateRequest parsed = CertificateRequest.parse(request);
        return new Subject(
                parsed.commonName(),
                parsed.organizations(),
                parsed.names().dnsNames(),
                parsed.names().emailAddresses(),
                parsed.names().addresses(),
                parsed.names().uris());
    }

    @Override
    public String sign(String request, Duration validity, List<String> usages) throws IOException {
        return signer.sign(request, validity, usages);
    }
}
