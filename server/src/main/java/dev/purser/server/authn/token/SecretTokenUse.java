package dev.purser.server.authn.token;

import dev.purser.api.meta.KubeObject;

/// Is told of the use of tokens that lie in Secrets.
@FunctionalInterface
public interface SecretTokenUse {
    /// The token of this Secret was shown. Must not wait for a write.
    void used(KubeObject secret);
}
