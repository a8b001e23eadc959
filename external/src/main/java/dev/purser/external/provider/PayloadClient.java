package dev.purser.external.provider;

import dev.purser.external.secret.SecretValue;
import java.util.Map;

/// A client of a provider that keeps one [Payload] under each key.
public interface PayloadClient extends SecretsClient {
    /// All that is kept under a key, or known of it; the property is not looked at.
    ///
    /// @throws ProviderException of the kind `NOT_FOUND` when there is no such key
    Payload payload(RemoteKey key) throws ProviderException, InterruptedException;

    @Override
    default SecretValue secret(RemoteKey key) throws ProviderException, InterruptedException {
        return payload(key).secret(key.property());
    }

    @Override
    default Map<String, SecretValue> properties(RemoteKey key)
            throws ProviderException, InterruptedException {
        return payload(key).properties(key.property());
    }
}
