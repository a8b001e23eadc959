package dev.purser.app.serve;

import dev.purser.server.authn.token.ServiceAccountNames;
import dev.purser.server.request.Identity;

/// Who Purser's own parts are to the API server: the users that Kubernetes' components have, with
/// no more rights than the roles give those.
final class OwnIdentities {
    private OwnIdentities() {}

    /// A part of the control plane.
    ///
    /// @param user such as `system:kube-scheduler`, or the user name of a service account
    static Identity component(String user) {
        if (!user.startsWith(ServiceAccountNames.PREFIX)) {
            return Identity.of(user, Identity.AUTHENTICATED);
        }
        String[] account = user.substring(ServiceAccountNames.PREFIX.length()).split(":", 2);
        return Identity.of(user, ServiceAccountNames.groups(account[0]).toArray(String[]::new));
    }

    /// The agent of a node.
    static Identity node(String name) {
        return Identity.of("system:node:" + name, "system:nodes", Identity.AUTHENTICATED);
    }
}
