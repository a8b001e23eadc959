package dev.purser.store.custody;

import dev.purser.store.custody.Custody.Owner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A document under a key of a custody's own: AES-256-GCM with a random nonce of 12 bytes, bound to
/// its data directory's id and its custody's name.
public final class SealedDocument {
    private static final String NONCE = "nonce";
    private static final String SEALED = "sealed";
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private SealedDocument() {}

    /// Adds the sealed document to what the custody keeps.
    ///
    /// @param key of AES, 32 bytes
    /// @param context see [#context]
    public static void seal(
            ObjectNode kept,
            SecretKey key,
            SecretBytes document,
            byte[] context,
            SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(document.bytes());
            kept.put(NONCE, nonce).put(SEALED, sealed);
        } catch (GeneralSecurityException e) {
            throw new CustodyException("the keys cannot be sealed: " + e.getMessage(), e);
        }
    }

    /// @param wrongKey what to say when the key does not open it
    public static SecretBytes open(
            ObjectNode kept, SecretKey key, byte[] context, String wrongKey) {
        byte[] nonce = bytes(kept, NONCE);
        byte[] sealed = bytes(kept, SEALED);
        try {
            return SecretBytes.of(cipher(Cipher.DECRYPT_MODE, key, nonce, context).doFinal(sealed));
        } catch (AEADBadTagException e) {
            throw new CustodyException(wrongKey, e);
        } catch (GeneralSecurityException e) {
            throw new CustodyException("the sealed keys are damaged: " + e.getMessage(), e);
        }
    }

    /// What a sealed document is bound to.
    public static byte[] context(String custody, Owner owner) {
        return "purser keyring %s %s"
                .formatted(custody, owner.id())
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Bytes out of a record.
    ///
    /// @throws CustodyException if they are not there
    public static byte[] bytes(JsonNode json, String field) {
        try {
            byte[] bytes = json.path(field).binaryValue();
            if (bytes != null && bytes.length > 0) {
                return Arrays.copyOf(bytes, bytes.length);
            }
        } catch (JacksonException _) {
            // Said below, as for a member that is not there.
        }
        throw new CustodyException(
                "the record of the keys is damaged: it has no \"%s\"".formatted(field));
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }
}
