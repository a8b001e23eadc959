package dev.purser.controllers.token;

import dev.purser.api.meta.KubeObject;

/// Makes the tokens that lie in Secrets. Thread-safe.
@FunctionalInterface
public interface SecretTokens {
    /// A token of a service account that ends with the Secret.
    String tokenFor(KubeObject account, KubeObject secret);
}
