package dev.purser.store.custody;

/// Where a custody gets a secret from when it needs one: a file, a terminal, a credential.
@FunctionalInterface
public interface SecretSource {
    /// The secret. The caller closes it.
    ///
    /// @throws CustodyException if there is none
    SecretBytes read();
}
