package dev.purser.app.serve;

import dev.purser.app.keys.DefaultKeys;
import dev.purser.client.time.SystemTimers;
import dev.purser.encryption.config.EncryptionConfigurationException;
import dev.purser.encryption.live.EncryptionSettings;
import dev.purser.encryption.live.EncryptionSettings.Reload;
import dev.purser.encryption.live.LiveEncryption;
import dev.purser.server.Vitals;
import dev.purser.server.discovery.Health;
import dev.purser.store.StoreException;
import dev.purser.store.seal.Provider;
import dev.purser.store.seal.SealedStore;
import dev.purser.store.seal.Sealing;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How the store of one Purser is sealed: as the EncryptionConfiguration says that it was started
/// with, or else Secrets under the default keys. What those sealed they open in either case.
final class StoreEncryption implements AutoCloseable {
    /// A plugin that is started together with Purser may take a while.
    private static final Duration PLUGINS_WAIT = Duration.ofSeconds(30);

    private final EncryptionSettings settings;
    private final SecureRandom random;
    private final SystemTimers timers;
    private final EncryptionMetrics metrics;

    private StoreEncryption(ServeSettings settings, InstantSource clock, SecureRandom random) {
        this.settings = settings.encryption();
        this.random = random;
        this.timers = new SystemTimers(clock);
        this.metrics = new EncryptionMetrics(clock, settings.hostName());
    }

    /// A sealed store in use.
    ///
    /// @param live empty without a configuration
    record Opened(SealedStore store, Optional<LiveEncryption> live, StoreEncryption encryption)
            implements AutoCloseable {
        /// What the configuration has to say about itself at `/healthz` and `/metrics`.
        Vitals vitals() {
            return live.map(configured ->
                            new Vitals(
                                    List.of(
                                            new Health.Check(
                                                    "kms-providers",
                                                    Health.Phase.ALWAYS,
                                                    configured::complaint)),
                                    List.of(encryption.metrics)))
                    .orElse(Vitals.NONE);
        }

        /// The store goes last: what seals it may be at work until then.
        @Override
        public void close() {
            live.ifPresent(LiveEncryption::close);
            encryption.close();
            store.close();
        }
    }

    /// Opens the store as the settings say.
    ///
    /// @throws StartException if the configuration is not valid, or does not open what is stored;
    ///   the store is closed then
    static Opened open(
            ServeSettings settings,
            StoreOpening opening,
            DefaultKeys keys,
            InstantSource clock,
            SecureRandom random)
            throws StartException, InterruptedException {
        StoreEncryption encryption = new StoreEncryption(settings, clock, random);
        boolean opened = false;
        try {
            Opened store =
                    encryption.settings.file().isPresent()
                            ? encryption.configured(encryption.settings.file().get(), opening, keys)
                            : new Opened(
                                    unconfigured(
                                            opening,
                                            Sealing.ofSecrets(keys.keyring().providers(random))),
                                    Optional.empty(),
                                    encryption);
            opened = true;
            return store;
        } finally {
            if (!opened) {
                encryption.close();
                opening.abandon();
            }
        }
    }

    private static SealedStore unconfigured(StoreOpening opening, Sealing sealing)
            throws StartException, InterruptedException {
        try {
            return opening.await(sealing);
        } catch (StartException e) {
            throw e.getCause() instanceof StoreException
                    ? new StartException(
                            e.getMessage()
                                    + "; if Purser was started with --encryption-provider-config"
                                    + " before, it still needs that file",
                            e)
                    : e;
        }
    }

    private Opened configured(Path file, StoreOpening opening, DefaultKeys keys)
            throws StartException, InterruptedException {
        LiveEncryption live = load(file, () -> keys.keyring().providers(random));
        boolean opened = false;
        try {
            live.awaitPlugins(PLUGINS_WAIT);
            SealedStore store = opening.await(live.sealing());
            if (settings.reload() == Reload.AUTOMATIC) {
                live.follow(store);
            }
            opened = true;
            return new Opened(store, Optional.of(live), this);
        } catch (IOException e) {
            throw new StartException(
                    "cannot watch %s for changes: %s (or say --encryption-provider-config-automatic-reload=false)"
                            .formatted(file, e),
                    e);
        } finally {
            if (!opened) {
                live.close();
            }
        }
    }

    private LiveEncryption load(Path file, Supplier<List<Provider>> otherKeys)
            throws StartException {
        try {
            return LiveEncryption.load(
                    file, otherKeys, new LiveEncryption.Surroundings(timers, random, metrics));
        } catch (EncryptionConfigurationException e) {
            throw new StartException("--encryption-provider-config: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        timers.close();
    }
}
