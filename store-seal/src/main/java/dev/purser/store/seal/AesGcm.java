package dev.purser.store.seal;

import dev.purser.store.StoreException;
import dev.purser.store.Value;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/// Kubernetes' provider `aesgcm`: a nonce of 12 bytes, then the AES-GCM ciphertext with its tag of
/// 16. The store's key is authenticated with the value.
///
/// Nonces are random: NIST SP 800-38D allows 2^32 values for one key with them, far more than
/// Kubernetes' own advice of 200,000 writes before a rotation.
public final class AesGcm implements Provider {
    static final String PROVIDER = "aesgcm";

    private final NamedKey key;
    private final Header header;
    private final SecureRandom random;

    /// @param random where nonces come from
    public AesGcm(NamedKey key, SecureRandom random) {
        this.key = key;
        this.header = Header.of(PROVIDER, key.name());
        this.random = random;
    }

    @Override
    public SealedBy name() {
        return new SealedBy(PROVIDER, key.name());
    }

    @Override
    public boolean recognises(Value value) {
        return header.begins(value);
    }

    @Override
    public Value seal(String storeKey, Value plain) {
        byte[] sealed = header.before(GcmBody.OVERHEAD_BYTES + plain.size());
        try {
            GcmBody.seal(
                    key.secret(),
                    random,
                    storeKey,
                    plain.bytes(),
                    new GcmBody.Target(sealed, header.size()));
        } catch (GeneralSecurityException e) {
            throw new StoreException("cannot encrypt " + storeKey, e);
        }
        return Value.of(sealed);
    }

    @Override
    public Value open(String storeKey, Value sealed) {
        try {
            return Value.of(GcmBody.open(key.secret(), storeKey, sealed.bytes(), header.size()));
        } catch (GeneralSecurityException e) {
            throw Failures.opening(storeKey, name(), e);
        }
    }
}
