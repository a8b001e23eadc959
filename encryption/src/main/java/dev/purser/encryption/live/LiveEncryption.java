package dev.purser.encryption.live;

import dev.purser.client.time.Timers;
import dev.purser.encryption.config.EncryptionConfigurationException;
import dev.purser.encryption.config.EncryptionConfigurationFile;
import dev.purser.encryption.kms.KmsProvider;
import dev.purser.store.StoreException;
import dev.purser.store.seal.Provider;
import dev.purser.store.seal.SealedStore;
import dev.purser.store.seal.Sealing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An EncryptionConfiguration file in use. Thread-safe.
///
/// A file that changes is read at once. It comes into use when it is valid, its plugins are well,
/// and every stored value can be opened with it; until then the configuration from before serves,
/// the log and the metrics say why, and it is tried again.
public final class LiveEncryption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveEncryption.class);
    private static final Duration PATIENCE_MIN = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration INTERVAL_AFTER_FAILURE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Path path;
    private final EncryptionConfigurationFile file;
    private final Supplier<List<Provider>> otherKeys;
    private final Surroundings surroundings;
    private volatile Providers providers;
    private volatile String hash;
    private volatile boolean closed;
    private String lastFailure = "";
    private @Nullable FileChanges changes;

    private LiveEncryption(Path path, Supplier<List<Provider>> otherKeys, Surroundings surroundings)
            throws EncryptionConfigurationException {
        this.path = path;
        this.file = new EncryptionConfigurationFile(path);
        this.otherKeys = otherKeys;
        this.surroundings = surroundings;
        EncryptionConfigurationFile.Loaded loaded = file.load();
        this.hash = loaded.hash();
        this.providers = Providers.of(loaded.configuration(), surroundings.ofPlugins());
        surroundings.observer().loaded(hash);
    }

    /// What encryption takes from outside.
    ///
    /// @param random where seeds and nonces come from
    public record Surroundings(Timers timers, SecureRandom random, EncryptionObserver observer) {
        KmsProvider.Surroundings ofPlugins() {
            return new KmsProvider.Surroundings(timers, random, observer);
        }
    }

    /// Reads the file and asks its plugins for their first word; plugins that do not answer yet are
    /// no failure.
    ///
    /// @param otherKeys what opens values beside the file's providers: the default keys, which
    ///   sealed them before there was a file
    /// @throws EncryptionConfigurationException if the file is not valid
    public static LiveEncryption load(
            Path file, Supplier<List<Provider>> otherKeys, Surroundings surroundings)
            throws EncryptionConfigurationException {
        LiveEncryption live = new LiveEncryption(file, otherKeys, surroundings);
        warnOfReaders(file);
        return live;
    }

    private static void warnOfReaders(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn(
                        "everybody on this machine may read the keys in {}: chmod 600 {}",
                        file,
                        file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("the permissions of {} are not known", file, e);
        }
    }

    /// How values are sealed by the configuration in use.
    public Sealing sealing() {
        return sealing(providers);
    }

    private Sealing sealing(Providers of) {
        return new Sealing(of.rules(), otherKeys.get());
    }

    /// Waits for all plugins to be well, but not longer than this.
    public void awaitPlugins(Duration atMost) throws InterruptedException {
        awaitPlugins(providers, atMost);
    }

    private Optional<String> awaitPlugins(Providers of, Duration atMost)
            throws InterruptedException {
        Instant end = surroundings.timers().instant().plus(atMost);
        Optional<String> complaint = of.complaint();
        while (complaint.isPresent() && !closed && surroundings.timers().instant().isBefore(end)) {
            surroundings.timers().sleep(PAUSE);
            complaint = of.complaint();
        }
        return complaint;
    }

    /// What is wrong with the plugins in use, as the health check `kms-providers` says it.
    public Optional<String> complaint() {
        return providers.complaint();
    }

    /// Keeps a store sealed as the file says, from now on.
    ///
    /// @param store was opened with this encryption's [#sealing]
    /// @throws IOException if the file's directory cannot be watched
    public synchronized void follow(SealedStore store) throws IOException {
        changes = FileChanges.follow(path, () -> reload(store));
    }

    /// Looks at the file once; says when to look again if nothing happens to it.
    private Duration reload(SealedStore store) {
        try {
            if (file.hash().equals(hash)) {
                lastFailure = "";
                return INTERVAL;
            }
            use(file.load(), store);
            LOG.info("{} has changed and is in use", path);
            surroundings.observer().reloaded(hash);
            lastFailure = "";
            return INTERVAL;
        } catch (EncryptionConfigurationException | StoreException e) {
            failed(String.valueOf(e.getMessage()));
            return INTERVAL_AFTER_FAILURE;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return INTERVAL;
        }
    }

    private void use(EncryptionConfigurationFile.Loaded loaded, SealedStore store)
            throws EncryptionConfigurationException, InterruptedException {
        Providers next = Providers.of(loaded.configuration(), surroundings.ofPlugins());
        boolean used = false;
        try {
            Duration patience =
                    next.patience().compareTo(PATIENCE_MIN) > 0 ? next.patience() : PATIENCE_MIN;
            Optional<String> complaint = awaitPlugins(next, patience);
            if (complaint.isPresent()) {
                throw new EncryptionConfigurationException(
                        "health check for new transformers failed: " + complaint.get());
            }
            store.replace(sealing(next));
            used = true;
        } finally {
            if (!used) {
                next.close();
            }
        }
        Providers last = providers;
        providers = next;
        hash = loaded.hash();
        // Somebody may be opening a value with them at this moment.
        var _ = surroundings.timers().after(last.patience(), last::close);
    }

    /// The same trouble is told once, and counted every time.
    private void failed(String why) {
        surroundings.observer().reloadFailed();
        if (!why.equals(lastFailure)) {
            lastFailure = why;
            LOG.error(
                    "error processing encryption config file {}: {} (the configuration from before"
                            + " stays in use)",
                    path,
                    why);
        }
    }

    /// Stops following the file and closes the connections to plugins.
    @Override
    public void close() {
        closed = true;
        FileChanges following;
        synchronized (this) {
            following = changes;
        }
        if (following != null) {
            following.close();
        }
        providers.close();
    }
}
