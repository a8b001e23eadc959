package dev.purser.encryption.kms;

import dev.purser.encryption.kms.EncryptedObject.KeySource;
import dev.purser.store.seal.GcmBody;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// An unwrapped key, which seals and opens values. Shows nothing of itself. Thread-safe.
///
/// A seed gives every value a key of its own: HKDF (RFC 5869) expands it with 32 random bytes,
/// which stand before the value. So one seed serves for more values than one AES-GCM key could.
final class DataKey {
    static final int SEED_BYTES = 32;

    private static final int INFO_BYTES = 32;
    private static final int KEY_BYTES = 32;

    private final SecretKey secret;
    private final KeySource source;

    /// @param bytes copied
    /// @throws GeneralSecurityException if they cannot be such a key
    DataKey(byte[] bytes, KeySource source) throws GeneralSecurityException {
        boolean fits =
                switch (source) {
                    case AES_GCM_KEY ->
                            bytes.length == 16 || bytes.length == 24 || bytes.length == 32;
                    case HKDF_SHA256_XNONCE_AES_GCM_SEED -> bytes.length >= SEED_BYTES;
                };
        if (!fits) {
            throw new GeneralSecurityException(
                    "invalid seed length %d used for key generation".formatted(bytes.length));
        }
        this.secret = new SecretKeySpec(bytes, "AES");
        this.source = source;
    }

    /// Seals a value; this key must be a seed.
    byte[] seal(String storeKey, byte[] plain, SecureRandom random)
            throws GeneralSecurityException {
        byte[] info = new byte[INFO_BYTES];
        random.nextBytes(info);
        byte[] sealed = Arrays.copyOf(info, INFO_BYTES + GcmBody.OVERHEAD_BYTES + plain.length);
        GcmBody.seal(
                derived(info), random, storeKey, plain, new GcmBody.Target(sealed, INFO_BYTES));
        return sealed;
    }

    byte[] open(String storeKey, byte[] sealed) throws GeneralSecurityException {
        if (source == KeySource.AES_GCM_KEY) {
            return GcmBody.open(secret, storeKey, sealed, 0);
        }
        if (sealed.length < INFO_BYTES) {
            throw new GeneralSecurityException("cut short");
        }
        SecretKey derived = derived(Arrays.copyOf(sealed, INFO_BYTES));
        return GcmBody.open(derived, storeKey, sealed, INFO_BYTES);
    }

    private SecretKey derived(byte[] info) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey("AES", HKDFParameterSpec.expandOnly(secret, info, KEY_BYTES));
    }
}
