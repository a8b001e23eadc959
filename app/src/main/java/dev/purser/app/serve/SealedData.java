package dev.purser.app.serve;

import dev.purser.app.keys.DefaultKeys;
import dev.purser.app.keys.DefaultSealing;
import dev.purser.app.keys.Encryption;
import dev.purser.app.keys.EncryptionReport;
import dev.purser.app.keys.KeyRotation;
import dev.purser.app.keys.RotationMarker;
import dev.purser.app.keys.SealedPki;
import dev.purser.app.keys.SealingPlan;
import dev.purser.server.Vitals;
import dev.purser.store.custody.DurableFiles;
import dev.purser.store.seal.Keyring;
import dev.purser.store.seal.SealedStore;
import dev.purser.store.seal.Sealing;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// The store of a data directory with the keys that open it, and what may be done with these.
/// Closing it closes the store.
public final class SealedData implements AutoCloseable {
    private final StoreEncryption.Opened opened;
    private final EncryptionReport report;
    private final KeyRotation rotation;

    private SealedData(
            StoreEncryption.Opened opened, EncryptionReport report, KeyRotation rotation) {
        this.opened = opened;
        this.report = report;
        this.rotation = rotation;
    }

    /// Opens the data directory of a Purser that does not run; the caller holds its lock.
    ///
    /// @throws StartException if it cannot be opened, for want of the keys for one
    public static SealedData open(ServeSettings settings, InstantSource clock, SecureRandom random)
            throws StartException, InterruptedException {
        StoreOpening opening = StoreOpening.begin(settings.directory());
        DefaultKeys keys = new KeyOpening(settings, opening, random).open();
        SealedPki pki = new SealedPki(settings.directory(), keys, new DurableFiles(), random);
        return open(settings, opening, keys, pki, clock, random);
    }

    static SealedData open(
            ServeSettings settings,
            StoreOpening opening,
            DefaultKeys keys,
            SealedPki pki,
            InstantSource clock,
            SecureRandom random)
            throws StartException, InterruptedException {
        StoreEncryption.Opened opened =
                StoreEncryption.open(settings, opening, keys, clock, random);
        SealingPlan plan =
                opened.live().isPresent()
                        ? new ConfiguredSealing(opened.live().get()::sealing)
                        : new DefaultSealing(random);
        RotationMarker marker =
                new RotationMarker(settings.directory().rotation(), new DurableFiles());
        KeyRotation rotation = new KeyRotation(opened.store(), keys, plan, marker, List.of(pki));
        EncryptionReport report = new EncryptionReport(opened.store(), keys, plan, rotation, pki);
        return new SealedData(opened, report, rotation);
    }

    /// The store, in which every value can be read.
    public SealedStore store() {
        return opened.store();
    }

    public EncryptionReport report() {
        return report;
    }

    public KeyRotation rotation() {
        return rotation;
    }

    Vitals vitals() {
        return opened.vitals();
    }

    Encryption encryption() {
        return new Encryption(report, rotation);
    }

    @Override
    public void close() {
        opened.close();
    }

    /// A user's EncryptionConfiguration rules.
    ///
    /// @param live as it is now; the default keys open what is left of theirs
    private record ConfiguredSealing(Supplier<Sealing> live) implements SealingPlan {
        @Override
        public Sealing with(Keyring defaults) {
            return live.get();
        }

        @Override
        public Author author() {
            return Author.USER;
        }
    }
}
