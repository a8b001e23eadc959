package dev.purser.store.seal;

import dev.purser.store.StoreException;
import dev.purser.store.Value;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/// Kubernetes' envelope around a value: `k8s:enc:aesgcm:v1:KEYNAME:`, a nonce of 12 bytes, and the
/// AES-GCM ciphertext with its tag of 16. Thread-safe.
///
/// The store's key is authenticated with the value, so that a sealed value cannot be moved to
/// another key unnoticed. Nonces are random: NIST SP 800-38D allows 2^32 values for one key with
/// them, far more than Kubernetes' own advice of 200,000 writes before a rotation.
final class Envelope {
    private static final String PROVIDER = "k8s:enc:aesgcm:v1:";
    private static final byte[] ANY_PROVIDER = "k8s:enc:".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final String ALGORITHM = "AES/GCM/NoPadding";

    /// Longer than any header this class writes.
    private static final int MAX_HEADER_BYTES = 300;

    private final Keyring keyring;
    private final SecureRandom random;

    Envelope(Keyring keyring, SecureRandom random) {
        this.keyring = keyring;
        this.random = random;
    }

    /// Whether a value is in an envelope of any of Kubernetes' encryption providers.
    static boolean isSealed(Value value) {
        byte[] bytes = value.bytes();
        return bytes.length >= ANY_PROVIDER.length
                && Arrays.equals(
                        bytes, 0, ANY_PROVIDER.length, ANY_PROVIDER, 0, ANY_PROVIDER.length);
    }

    Value seal(String storeKey, Value plain) {
        NamedKey key = keyring.sealing();
        byte[] header = (PROVIDER + key.name() + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed =
                Arrays.copyOf(header, header.length + NONCE_BYTES + plain.size() + TAG_BYTES);
        System.arraycopy(nonce, 0, sealed, header.length, NONCE_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, key, nonce, storeKey)
                    .doFinal(plain.bytes(), 0, plain.size(), sealed, header.length + NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new StoreException("cannot encrypt " + storeKey, e);
        }
        return Value.of(sealed);
    }

    /// @throws StoreException if this keyring cannot open the value; the message says why
    Value open(String storeKey, Value sealed) {
        byte[] bytes = sealed.bytes();
        String name = keyName(storeKey, bytes);
        NamedKey key =
                keyring.find(name)
                        .orElseThrow(() ->
                                new StoreException(
                                        storeKey
                                                + " is encrypted with key \""
                                                + name
                                                + "\", which is not among the keys given: "
                                                + keyring.keys()));
        int body = PROVIDER.length() + name.length() + 1;
        if (bytes.length < body + NONCE_BYTES + TAG_BYTES) {
            throw new StoreException("the encrypted value of " + storeKey + " is cut short");
        }
        byte[] nonce = Arrays.copyOfRange(bytes, body, body + NONCE_BYTES);
        try {
            int start = body + NONCE_BYTES;
            return Value.of(
                    cipher(Cipher.DECRYPT_MODE, key, nonce, storeKey)
                            .doFinal(bytes, start, bytes.length - start));
        } catch (GeneralSecurityException e) {
            throw new StoreException(
                    "cannot decrypt "
                            + storeKey
                            + " with "
                            + key
                            + ": the key's bytes are not those it was encrypted with, or the value"
                            + " was changed",
                    e);
        }
    }

    private static String keyName(String storeKey, byte[] bytes) {
        String start =
                new String(
                        bytes,
                        0,
                        Math.min(bytes.length, MAX_HEADER_BYTES),
                        StandardCharsets.ISO_8859_1);
        if (!isSealed(Value.of(bytes))) {
            throw new StoreException(storeKey + " should be encrypted, but is not");
        }
        int end = start.indexOf(':', PROVIDER.length());
        if (!start.startsWith(PROVIDER) || end < 0) {
            throw new StoreException(
                    storeKey + " is encrypted by a provider other than aesgcm, which is not known");
        }
        return start.substring(PROVIDER.length(), end);
    }

    private static Cipher cipher(int mode, NamedKey key, byte[] nonce, String storeKey)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key.secret(), new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(storeKey.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
