package dev.purser.encryption.kms;

/// A KMS v2 plugin: it wraps keys with a key encryption key that it keeps to itself. Thread-safe.
public interface KmsPlugin extends AutoCloseable {
    /// How the plugin is, and the id of the key that it wraps with now.
    Status status() throws KmsException;

    /// Wraps a key.
    ///
    /// @param plain is not kept
    /// @param uid appears in the plugin's log
    WrappedKey encrypt(byte[] plain, String uid) throws KmsException;

    /// Unwraps a key; the caller wipes it.
    ///
    /// @param uid appears in the plugin's log
    byte[] decrypt(WrappedKey wrapped, String uid) throws KmsException;

    @Override
    void close();

    /// What a plugin says of itself.
    ///
    /// @param version `v2`
    /// @param healthz `ok`, or what is wrong
    /// @param keyId of the key that it wraps with now
    record Status(String version, String healthz, String keyId) {}
}
