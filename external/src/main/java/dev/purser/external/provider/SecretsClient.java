package dev.purser.external.provider;

import dev.purser.external.secret.SecretValue;
import java.util.Map;

/// One opened store. Thread-safe; calls block until the provider has answered or a limit of time is
/// over. No message of an exception holds a value.
public interface SecretsClient extends AutoCloseable {
    /// The value of a key, or of one property of it.
    ///
    /// @throws ProviderException of the kind `NOT_FOUND` when there is no such key or property
    SecretValue secret(RemoteKey key) throws ProviderException, InterruptedException;

    /// All properties of a key by name, as `dataFrom.extract` takes them: those of its value, which
    /// is an object, or of the property that is named.
    ///
    /// @throws ProviderException of the kind `NOT_FOUND` when there is no such key or property, and
    ///   `BAD_VALUE` when it is no object
    Map<String, SecretValue> properties(RemoteKey key)
            throws ProviderException, InterruptedException;

    /// The values of all keys that a search finds, by their names at the provider.
    ///
    /// @throws ProviderException of the kind `UNSUPPORTED` when the provider cannot search so
    Map<String, SecretValue> find(FindQuery query) throws ProviderException, InterruptedException;

    /// Asks the provider whether the credentials are good.
    void validate() throws ProviderException, InterruptedException;

    /// Gives back connections and leases. Fails never.
    @Override
    void close();
}
