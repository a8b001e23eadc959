package dev.purser.app.keys;

import dev.purser.app.data.DataDirectory;
import dev.purser.store.custody.Custody;
import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.CustodyRecord;
import dev.purser.store.custody.KeptKeyring;
import dev.purser.store.custody.PrivateFiles;
import dev.purser.store.custody.SecretBytes;
import dev.purser.store.seal.KeyFile;
import dev.purser.store.seal.Keyring;
import dev.purser.store.seal.KeyringDocument;
import dev.purser.store.seal.NamedKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of a data directory in use: read at the start from the custody that has them, given
/// into another one if the settings ask for it, made when there are none. Thread-safe.
public final class DefaultKeys {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultKeys.class);
    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 4;

    private final KeptKeyring kept;
    private final Custody custody;
    private final SecureRandom random;
    private volatile Keyring keyring;

    private DefaultKeys(KeptKeyring kept, Custody custody, Keyring keyring, SecureRandom random) {
        this.kept = kept;
        this.custody = custody;
        this.keyring = keyring;
        this.random = random;
    }

    /// @param sealed what is encrypted already, for a directory that has lost all trace of its
    ///   keys; empty when nothing is
    /// @throws CustodyException if the keys cannot be had; nothing is lost then
    public static DefaultKeys open(
            DataDirectory directory,
            Custodies custodies,
            PrivateFiles files,
            SecureRandom random,
            Supplier<Optional<String>> sealed) {
        KeptKeyring kept = new KeptKeyring(directory.custody(), files, random);
        Optional<CustodyRecord> record = kept.record();
        Custody wanted = custodies.wanted(record);
        Optional<Keyring> earlier = new KeyFile(directory.earlierKeys(), random).read();
        if (custodies.intent() == CustodySettings.Intent.USE) {
            Keyring used =
                    record.isPresent()
                            ? read(kept, wanted)
                            : earlier.orElseThrow(() -> noKeys(directory));
            return new DefaultKeys(kept, wanted, used, random);
        }
        Keyring keyring;
        if (record.isPresent()) {
            Custody present = custodies.present(record.get());
            keyring = read(kept, present);
            if (!kept.isSettled(wanted)) {
                kept.move(present, wanted);
                LOG.info("The keys are {} now", kept.whereabouts(wanted));
            }
        } else {
            keyring =
                    earlier.orElseGet(() -> {
                        requireNothingSealed(directory, sealed.get());
                        return new Keyring(List.of(newKey(random)));
                    });
            write(keyring, document -> kept.establish(wanted, document));
        }
        DefaultKeys keys = new DefaultKeys(kept, wanted, keyring, random);
        if (earlier.isPresent()) {
            keys.takeOver(earlier.get(), directory.earlierKeys(), files);
        }
        return keys;
    }

    private static CustodyException noKeys(DataDirectory directory) {
        return new CustodyException(
                "%s is missing, which says where the keys are: put it back from a backup of the data directory"
                        .formatted(directory.custody()));
    }

    private static void requireNothingSealed(DataDirectory directory, Optional<String> sealed) {
        if (sealed.isPresent()) {
            throw new CustodyException(
                    "%s is missing, which says where the keys are, and %s is encrypted: put it back from a backup of the data directory"
                            .formatted(directory.custody(), sealed.get()));
        }
    }

    /// Earlier versions had the keys in the data directory. The file goes once all its keys are
    /// kept elsewhere.
    private void takeOver(Keyring earlier, Path file, PrivateFiles files) {
        List<NamedKey> keys = new ArrayList<>(keyring.keys());
        for (NamedKey key : earlier.keys()) {
            if (keys.stream().noneMatch(known -> known.name().equals(key.name()))) {
                keys.add(key);
            }
        }
        if (keys.size() > keyring.keys().size()) {
            replace(new Keyring(keys));
        }
        try {
            files.remove(file);
        } catch (IOException e) {
            throw new CustodyException(
                    "cannot remove %s, whose keys are kept elsewhere now: %s".formatted(file, e),
                    e);
        }
        LOG.warn(
                "The keys moved out of the data directory; they are {} now. Older copies of the data directory still hold them: 'purser encryption rotate' makes those worthless",
                whereabouts());
    }

    /// The keys in use.
    public Keyring keyring() {
        return keyring;
    }

    /// Where the keys are kept, as part of a sentence.
    public String whereabouts() {
        return kept.whereabouts(custody);
    }

    /// Keeps other keys from now on. They are durable when it returns, and nothing may be encrypted
    /// with a new one before.
    public synchronized void replace(Keyring other) {
        write(other, document -> kept.replace(custody, document));
        keyring = other;
    }

    /// A key that nobody has yet.
    public NamedKey newKey() {
        return newKey(random);
    }

    private static NamedKey newKey(SecureRandom random) {
        byte[] id = new byte[NAME_BYTES];
        random.nextBytes(id);
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        NamedKey key = new NamedKey("key-" + HexFormat.of().formatHex(id), secret);
        Arrays.fill(secret, (byte) 0);
        return key;
    }

    private static Keyring read(KeptKeyring kept, Custody custody) {
        try (SecretBytes document = kept.fetch(custody)) {
            return KeyringDocument.read(document.bytes());
        }
    }

    private static void write(Keyring keyring, Writing writing) {
        try (SecretBytes document = SecretBytes.of(KeyringDocument.write(keyring))) {
            writing.accept(document);
        }
    }

    private interface Writing {
        void accept(SecretBytes document);
    }
}
