package dev.purser.server.admission.plugin;

import dev.purser.server.authz.Authorizer;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;

/// Whether somebody may do something in the name of a signer: by its name, or by its domain's
/// (`kubernetes.io/*`).
record SignerPermission(Authorizer authorizer, String verb) {
    boolean allows(Identity identity, String signer) {
        String domain = signer.split("/", -1)[0];
        return isAllowed(identity, signer) || isAllowed(identity, domain + "/*");
    }

    private boolean isAllowed(Identity identity, String name) {
        Attributes attributes =
                new Attributes(verb, "certificates.k8s.io", "*", "signers", "", "", name, "");
        return authorizer.authorize(identity, attributes) instanceof Authorizer.Allowed;
    }
}
