package dev.purser.server.authn.token;

import dev.purser.api.meta.KubeObject;
import java.util.Optional;

/// What a token is to stand for: a service account, and the object whose life bounds the token's.
///
/// @param bound the pod, secret or node that was asked for
/// @param node the node of the bound pod, once it is known
public record TokenSubject(
        KubeObject serviceAccount, Optional<KubeObject> bound, Optional<NodeRef> node) {

    /// A node by name; the uid is empty while there is no such Node object.
    public record NodeRef(String name, String uid) {}
}
