package dev.purser.app.keys;

import dev.purser.app.data.DataDirectory;
import dev.purser.server.pki.FileSeal;
import dev.purser.server.pki.KeyFilesAtRest;
import dev.purser.server.pki.KeyFilesAtRest.KeyFile;
import dev.purser.server.pki.PkiException;
import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.PrivateFiles;
import java.security.SecureRandom;
import java.util.List;

/// The private keys of a data directory's `pki/`, sealed with its default keys whatever else an
/// EncryptionConfiguration says. Thread-safe.
public final class SealedPki implements KeyRotation.SealedElsewhere {
    private final DataDirectory directory;
    private final FileSeal seal;
    private final KeyFilesAtRest files;

    public SealedPki(
            DataDirectory directory, DefaultKeys keys, PrivateFiles disk, SecureRandom random) {
        this.directory = directory;
        this.seal = new FileSeal(keys::keyring, random);
        this.files = new KeyFilesAtRest(directory.pki(), seal, disk);
    }

    /// What the cluster's PKI is opened with.
    public FileSeal seal() {
        return seal;
    }

    /// Every file with a private key.
    public List<KeyFile> files() {
        try {
            return files.list();
        } catch (PkiException e) {
            throw new CustodyException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Seals what an earlier version has left in plain, or an interrupted rotation under an older
    /// key.
    ///
    /// @throws CustodyException if that cannot be done
    public void settle() {
        if (!files().stream().allMatch(KeyFile::current)) {
            sealAnew();
        }
    }

    @Override
    public void sealAnew() {
        try (PkiLock _ = PkiLock.acquire(directory)) {
            files.sealAll();
        } catch (PkiException e) {
            throw new CustodyException(String.valueOf(e.getMessage()), e);
        }
    }
}
