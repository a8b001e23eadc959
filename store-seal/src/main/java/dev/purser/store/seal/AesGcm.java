package dev.purser.store.seal;

import dev.purser.store.StoreException;
import dev.purser.store.Value;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

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
        byte[] sealed = header.before(Body.OVERHEAD_BYTES + plain.size());
        try {
            Body.seal(key.secret(), random, storeKey, plain.bytes(), sealed, header.size());
        } catch (GeneralSecurityException e) {
            throw new StoreException("cannot encrypt " + storeKey, e);
        }
        return Value.of(sealed);
    }

    @Override
    public Value open(String storeKey, Value sealed) {
        try {
            return Value.of(Body.open(key.secret(), storeKey, sealed.bytes(), header.size()));
        } catch (GeneralSecurityException e) {
            throw Failures.opening(storeKey, name(), e);
        }
    }

    /// Nonce, ciphertext and tag, as other providers use them too.
    static final class Body {
        static final int OVERHEAD_BYTES = 12 + 16;

        private static final int NONCE_BYTES = 12;
        private static final int TAG_BITS = 128;
        private static final String ALGORITHM = "AES/GCM/NoPadding";

        private Body() {}

        /// Writes behind what stands before the offset.
        static void seal(
                SecretKey key,
                SecureRandom random,
                String storeKey,
                byte[] plain,
                byte[] target,
                int offset)
                throws GeneralSecurityException {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            System.arraycopy(nonce, 0, target, offset, NONCE_BYTES);
            cipher(Cipher.ENCRYPT_MODE, key, target, offset, storeKey)
                    .doFinal(plain, 0, plain.length, target, offset + NONCE_BYTES);
        }

        /// Opens what stands from the offset on.
        static byte[] open(SecretKey key, String storeKey, byte[] sealed, int offset)
                throws GeneralSecurityException {
            if (sealed.length < offset + OVERHEAD_BYTES) {
                throw new GeneralSecurityException("cut short");
            }
            int start = offset + NONCE_BYTES;
            return cipher(Cipher.DECRYPT_MODE, key, sealed, offset, storeKey)
                    .doFinal(sealed, start, sealed.length - start);
        }

        private static Cipher cipher(
                int mode, SecretKey key, byte[] holder, int offset, String storeKey)
                throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, holder, offset, NONCE_BYTES));
            cipher.updateAAD(storeKey.getBytes(StandardCharsets.UTF_8));
            return cipher;
        }
    }
}
