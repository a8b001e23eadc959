package dev.purser.app.serve;

import dev.purser.app.keys.Custodies;
import dev.purser.app.keys.DefaultKeys;
import dev.purser.server.pki.KeyFilesAtRest;
import dev.purser.server.pki.PkiException;
import dev.purser.store.StoreException;
import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.DurableFiles;
import dev.purser.store.custody.PrivateFiles;
import java.security.SecureRandom;
import java.util.Optional;

/// Gets the default keys at a start. Nothing is opened in vain: when they cannot be had, the store
/// is closed again.
final class KeyOpening {
    private final ServeSettings settings;
    private final StoreOpening store;
    private final SecureRandom random;

    KeyOpening(ServeSettings settings, StoreOpening store, SecureRandom random) {
        this.settings = settings;
        this.store = store;
        this.random = random;
    }

    DefaultKeys open() throws StartException, InterruptedException {
        PrivateFiles files = new DurableFiles();
        Custodies custodies = new Custodies(settings.custody(), files, random);
        try {
            return DefaultKeys.open(
                    settings.directory(), custodies, files, random, () -> anySealed(files));
        } catch (CustodyException | StoreException | PkiException e) {
            store.abandon();
            throw new StartException(
                    e.getMessage() == null ? "cannot get the keys" : e.getMessage(), e);
        }
    }

    /// What could never be opened again with new keys.
    private Optional<String> anySealed(PrivateFiles files) {
        return sealedEntry()
                .or(() ->
                        KeyFilesAtRest.anySealed(settings.directory().pki(), files)
                                .map(name -> "pki/" + name));
    }

    private Optional<String> sealedEntry() {
        try {
            return store.sealedEntry();
        } catch (StartException e) {
            throw new StoreException(e.getMessage() == null ? "" : e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while the store was opened", e);
        }
    }
}
