package dev.purser.store.seal;

import dev.purser.store.StoreException;
import dev.purser.store.Value;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/// Kubernetes' provider `aescbc`: an initialisation vector of 16 bytes, then the AES-CBC ciphertext
/// with PKCS#7 padding.
///
/// It authenticates nothing: a changed or moved value may open as something else. It is here
/// because there is data in it; see docs/ENCRYPTION.md for what to use instead.
public final class AesCbc implements Provider {
    static final String PROVIDER = "aescbc";

    private static final int BLOCK_BYTES = 16;
    private static final String ALGORITHM = "AES/CBC/PKCS5Padding";

    private final NamedKey key;
    private final Header header;
    private final SecureRandom random;

    /// @param random where initialisation vectors come from
    public AesCbc(NamedKey key, SecureRandom random) {
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
        int padding = BLOCK_BYTES - plain.size() % BLOCK_BYTES;
        byte[] sealed = header.before(BLOCK_BYTES + plain.size() + padding);
        byte[] vector = new byte[BLOCK_BYTES];
        random.nextBytes(vector);
        System.arraycopy(vector, 0, sealed, header.size(), BLOCK_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, sealed)
                    .doFinal(plain.bytes(), 0, plain.size(), sealed, header.size() + BLOCK_BYTES);
        } catch (GeneralSecurityException e) {
            throw new StoreException("cannot encrypt " + storeKey, e);
        }
        return Value.of(sealed);
    }

    @Override
    public Value open(String storeKey, Value sealed) {
        byte[] bytes = sealed.bytes();
        int start = header.size() + BLOCK_BYTES;
        try {
            if (bytes.length < start + BLOCK_BYTES) {
                throw new GeneralSecurityException("cut short");
            }
            return Value.of(
                    cipher(Cipher.DECRYPT_MODE, bytes).doFinal(bytes, start, bytes.length - start));
        } catch (GeneralSecurityException _) {
            // The cause would tell whether it was the padding.
            throw Failures.opening(storeKey, name(), new GeneralSecurityException("refused"));
        }
    }

    private Cipher cipher(int mode, byte[] holder) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key.secret(), new IvParameterSpec(holder, header.size(), BLOCK_BYTES));
        return cipher;
    }
}
