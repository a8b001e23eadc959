package dev.purser.server.pki;

import dev.purser.store.StoreException;
import dev.purser.store.Value;
import dev.purser.store.seal.Keyring;
import dev.purser.store.seal.Provider;
import dev.purser.store.seal.SealedBy;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;

/// Seals the files that hold private keys, so that a copy of their directory opens nothing: AES-GCM
/// under the first key of a keyring, in the envelope of Kubernetes' provider `aesgcm`, which names
/// the key. A file's name is authenticated with it: no file can take another's place.
///
/// Thread-safe. Whoever reads a file in order to write it again holds this object's monitor.
public final class FileSeal {
    /// Keeps these files apart from the store's values, which the same keys seal.
    private static final String DIRECTORY = "pki/";

    private final Supplier<Keyring> keyring;
    private final SecureRandom random;

    /// @param keyring the one in use at each moment
    /// @param random where nonces come from
    public FileSeal(Supplier<Keyring> keyring, SecureRandom random) {
        this.keyring = keyring;
        this.random = random;
    }

    byte[] seal(String file, byte[] plain) {
        try {
            return providers().getFirst().seal(DIRECTORY + file, Value.of(plain)).bytes();
        } catch (StoreException e) {
            throw new PkiException(DIRECTORY + file + " cannot be sealed", e);
        }
    }

    /// The plain content; what is not sealed is that already.
    ///
    /// @throws PkiException if the key is not in the keyring, or the file was changed or renamed
    byte[] open(String file, byte[] stored) {
        Value value = Value.of(stored);
        if (!SealedBy.isSealed(value)) {
            return stored;
        }
        Provider provider =
                providers().stream()
                        .filter(known -> known.recognises(value))
                        .findFirst()
                        .orElseThrow(() -> new PkiException(noKey(file, value)));
        try {
            return provider.open(DIRECTORY + file, value).bytes();
        } catch (StoreException e) {
            throw new PkiException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Whether it is sealed with the key that seals now.
    boolean isCurrent(byte[] stored) {
        return providers().getFirst().recognises(Value.of(stored));
    }

    private static String noKey(String file, Value value) {
        return "%s%s is sealed with %s, and that key is not there: put it back from a backup of the keys"
                .formatted(DIRECTORY, file, SealedBy.read(value));
    }

    private List<Provider> providers() {
        return keyring.get().providers(random);
    }
}
