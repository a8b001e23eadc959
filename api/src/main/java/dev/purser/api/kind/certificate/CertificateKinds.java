package dev.purser.api.kind.certificate;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.VersionKinds;
import java.time.InstantSource;

/// The kinds of the certificates group.
///
/// @param requests reads what is to be signed
/// @param clock tells when a request was judged
public record CertificateKinds(RequestReader requests, InstantSource clock) {
    /// The rules of each kind.
    public VersionKinds all() {
        return VersionKinds.of("certificates.k8s.io", "v1")
                .with("CertificateSigningRequest", signingRequests(SigningRequestRules.Door.MAIN))
                .with("ClusterTrustBundle", new TrustBundleRules())
                .with("PodCertificateRequest", new PodCertificateRequestRules());
    }

    /// The rules of updates through `certificatesigningrequests/approval`.
    public KindRules approval() {
        return signingRequests(SigningRequestRules.Door.APPROVAL);
    }

    private KindRules signingRequests(SigningRequestRules.Door door) {
        return new SigningRequestRules(door, requests, clock);
    }
}
