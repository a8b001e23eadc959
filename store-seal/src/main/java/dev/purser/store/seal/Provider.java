package dev.purser.store.seal;

import dev.purser.store.StoreException;
import dev.purser.store.Value;

/// One way to seal values: one of Kubernetes' encryption providers, with one key. Thread-safe.
///
/// Every implementation passes the contract suite `ProviderContract`. What a provider writes is
/// what kube-apiserver's provider of the same name writes, byte for byte, and each reads what the
/// other wrote. The store's key is where the value lies; providers that can authenticate it do, so
/// that a sealed value cannot be moved to another key unnoticed.
public interface Provider {
    /// Who this is, without a secret in it.
    SealedBy name();

    /// Whether a value bears this provider's header. More than one provider may say so.
    boolean recognises(Value value);

    /// @throws StoreException if it cannot seal now; the message says why
    Value seal(String storeKey, Value plain);

    /// @throws StoreException if the value was sealed with another key, or was changed, cut short
    ///   or moved. Which of these it was is not told, as it would help to forge one
    Value open(String storeKey, Value sealed);

    /// Who sealed a value that this provider [recognises][#recognises]; more than [#name] says
    /// where a provider changes its keys by itself.
    default SealedBy sealedBy(Value sealed) {
        return name();
    }

    /// Whether a value that this provider sealed would be sealed with the same key now.
    default boolean isCurrent(Value sealed) {
        return true;
    }
}
