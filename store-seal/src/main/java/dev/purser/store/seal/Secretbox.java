package dev.purser.store.seal;

import dev.purser.store.Value;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/// Kubernetes' provider `secretbox`: NaCl's crypto_secretbox, XSalsa20 and Poly1305. A nonce of 24
/// bytes, the tag of 16, then the ciphertext. The store's key is not authenticated: a value that is
/// moved to another key opens there.
///
/// See <https://nacl.cr.yp.to/secretbox.html>.
public final class Secretbox implements Provider {
    static final String PROVIDER = "secretbox";

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 24;
    private static final int TAG_BYTES = 16;

    private final NamedKey key;
    private final Header header;
    private final SecureRandom random;

    /// @param key of 32 bytes
    /// @param random where nonces come from
    public Secretbox(NamedKey key, SecureRandom random) {
        if (key.secret().getEncoded().length != KEY_BYTES) {
            throw new IllegalArgumentException(key + " has not the 32 bytes that secretbox takes");
        }
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
        byte[] sealed = header.before(NONCE_BYTES + TAG_BYTES + plain.size());
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, sealed, header.size(), NONCE_BYTES);
        int tagStart = header.size() + NONCE_BYTES;
        int start = tagStart + TAG_BYTES;
        Box box = new Box(nonce);
        box.cipher.processBytes(plain.bytes(), 0, plain.size(), sealed, start);
        box.tag(sealed, start, plain.size(), sealed, tagStart);
        return Value.of(sealed);
    }

    @Override
    public Value open(String storeKey, Value sealed) {
        byte[] bytes = sealed.bytes();
        int tagStart = header.size() + NONCE_BYTES;
        int start = tagStart + TAG_BYTES;
        if (bytes.length < start) {
            throw Failures.opening(storeKey, name(), new GeneralSecurityException("cut short"));
        }
        Box box = new Box(Arrays.copyOfRange(bytes, header.size(), tagStart));
        byte[] tag = new byte[TAG_BYTES];
        box.tag(bytes, start, bytes.length - start, tag, 0);
        if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(bytes, tagStart, start))) {
            throw Failures.opening(storeKey, name(), new GeneralSecurityException("refused"));
        }
        byte[] plain = new byte[bytes.length - start];
        box.cipher.processBytes(bytes, start, plain.length, plain, 0);
        return Value.of(plain);
    }

    /// The cipher and the one-time key of one nonce: the first 32 bytes of the key stream.
    private final class Box {
        private final XSalsa20Engine cipher = new XSalsa20Engine();
        private final Poly1305 mac = new Poly1305();

        Box(byte[] nonce) {
            byte[] secret = key.bytes();
            byte[] macKey = new byte[KEY_BYTES];
            try {
                cipher.init(true, new ParametersWithIV(new KeyParameter(secret), nonce));
                cipher.processBytes(macKey, 0, KEY_BYTES, macKey, 0);
                mac.init(new KeyParameter(macKey));
            } finally {
                Arrays.fill(secret, (byte) 0);
                Arrays.fill(macKey, (byte) 0);
            }
        }

        void tag(byte[] sealed, int start, int length, byte[] target, int offset) {
            mac.update(sealed, start, length);
            mac.doFinal(target, offset);
        }
    }
}
