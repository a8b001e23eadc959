package dev.purser.server.authz;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;

/// Allows everything to the group `system:masters`, whatever the roles say, so that nobody can lock
/// the administrators out.
public final class MastersAuthorizer implements Authorizer {
    @Override
    public Decision authorize(Identity identity, Attributes attributes) {
        return identity.groups().contains(Identity.MASTERS) ? new Allowed("") : new NoOpinion("");
    }
}
