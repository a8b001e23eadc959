package dev.purser.store.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// A value sealed with AES-GCM: a random nonce of 12 bytes, the ciphertext, the tag of 16. The
/// store's key is authenticated with it.
public final class GcmBody {
    /// How much longer than the plain value it is.
    public static final int OVERHEAD_BYTES = 12 + 16;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String ALGORITHM = "AES/GCM/NoPadding";

    private GcmBody() {}

    /// Writes a body from the offset on; the target has room for it.
    ///
    /// @param random where the nonce comes from
    public static void seal(
            SecretKey key, SecureRandom random, String storeKey, byte[] plain, Target target)
            throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] bytes = target.bytes;
        System.arraycopy(nonce, 0, bytes, target.offset, NONCE_BYTES);
        cipher(Cipher.ENCRYPT_MODE, key, bytes, target.offset, storeKey)
                .doFinal(plain, 0, plain.length, bytes, target.offset + NONCE_BYTES);
    }

    /// Opens what stands from the offset on.
    ///
    /// @throws GeneralSecurityException if that was sealed with another key or for another store
    ///   key, or was changed or cut short
    public static byte[] open(SecretKey key, String storeKey, byte[] sealed, int offset)
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

    /// Where a body is written.
    public static final class Target {
        private final byte[] bytes;
        private final int offset;

        /// @param bytes with room for the body behind the offset
        public Target(byte[] bytes, int offset) {
            this.bytes = bytes;
            this.offset = offset;
        }
    }
}
