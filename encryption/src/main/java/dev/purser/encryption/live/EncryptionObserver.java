package dev.purser.encryption.live;

import dev.purser.encryption.kms.KmsObserver;

/// Is told what happens with plugins and with the configuration, to count it. Thread-safe and
/// quick.
public interface EncryptionObserver extends KmsObserver {
    /// A configuration is in use.
    ///
    /// @param hash of its file
    void loaded(String hash);

    /// A changed file was read and is in use.
    ///
    /// @param hash of the file
    void reloaded(String hash);

    /// A changed file is not in use; the configuration from before still is.
    void reloadFailed();
}
