package dev.purser.external.provider;

/// One kind of place that keeps secrets, such as Vault. Thread-safe.
public interface Provider {
    /// Opens a store. Contacts nobody that the store's configuration does not name; may read
    /// credentials.
    ///
    /// @return closed by the caller
    /// @throws ProviderException when the configuration or the credentials are of no use
    SecretsClient open(StoreConfig store) throws ProviderException, InterruptedException;
}
