package dev.purser.controllers;

import dev.purser.api.resource.ResourceType;
import dev.purser.controllers.certificate.CertificateAuthority;
import dev.purser.controllers.token.SecretTokens;
import java.util.List;

/// What the controllers need to know of the cluster.
///
/// @param rootCertificate the certificates that pods shall trust the API server by, in PEM form
/// @param authority signs the certificates that are asked for
/// @param tokens makes the tokens that lie in Secrets
/// @param served the built-in resources of the server, preferred versions first
/// @param host names this process in the scheduler's events
public record ControllerSettings(
        String rootCertificate,
        CertificateAuthority authority,
        SecretTokens tokens,
        List<ResourceType> served,
        String host) {
    public ControllerSettings {
        served = List.copyOf(served);
    }
}
