package dev.purser.store.seal;

import dev.purser.store.StoreException;

/// The words for values that do not open.
final class Failures {
    private Failures() {}

    /// One text for every cause: a provider that told a bad padding from a bad key would be an
    /// oracle.
    static StoreException opening(String storeKey, SealedBy provider, Exception cause) {
        return new StoreException(
                "cannot decrypt "
                        + storeKey
                        + " with "
                        + provider
                        + ": the key's bytes are not those it was encrypted with, or the value was"
                        + " changed",
                cause);
    }
}
