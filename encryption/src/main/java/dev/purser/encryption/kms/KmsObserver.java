package dev.purser.encryption.kms;

import java.time.Duration;

/// Is told what happens with plugins, to count it. Thread-safe and quick.
public interface KmsObserver {
    /// Counts nothing.
    KmsObserver NONE = new KmsObserver() {};

    /// A call ended.
    ///
    /// @param method as gRPC names it: `/v2.KeyManagementService/Status`
    /// @param code of gRPC, as Go writes it: `OK`
    default void called(String provider, String method, String code, Duration took) {}

    /// A value was sealed or opened with a key of this id.
    default void used(String provider, Direction direction, String keyId) {}

    /// The plugin's status named this key.
    default void announced(String provider, String keyId) {}

    /// The plugin's status named a key that cannot be: `empty` or `too_long`.
    default void announcedInvalid(String provider, String error) {}

    /// A value's key had to be unwrapped by the plugin.
    ///
    /// @param cached how many keys are known now
    default void unwrapped(String provider, int cached) {}

    /// Which way a value goes.
    enum Direction {
        FROM_STORAGE,
        TO_STORAGE
    }
}
