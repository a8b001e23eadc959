package dev.purser.encryption.kms;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.purser.client.time.Timers;
import dev.purser.encryption.kms.EncryptedObject.KeySource;
import dev.purser.encryption.kms.KmsObserver.Direction;
import dev.purser.store.StoreException;
import dev.purser.store.Value;
import dev.purser.store.seal.Header;
import dev.purser.store.seal.Provider;
import dev.purser.store.seal.SealedBy;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kubernetes' provider `kms` in version 2: values are sealed with keys derived from a seed, and
/// the seed, wrapped by the plugin, lies beside each value.
///
/// Sealing never calls the plugin. Opening calls it once for each wrapped key that was not seen
/// before. Whether the plugin has a new key is asked once a minute, every ten seconds while it is
/// ill, and whenever somebody looks at its [health][#complaint].
public final class KmsProvider implements Provider, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KmsProvider.class);
    private static final Duration INTERVAL_WHEN_WELL = Duration.ofMinutes(1);
    private static final Duration INTERVAL_WHEN_ILL = Duration.ofSeconds(10);

    private final String name;
    private final Header header;
    private final KmsPlugin plugin;
    private final Surroundings surroundings;
    private final KeyRotation rotation;
    private final DataKeyCache keys = new DataKeyCache();
    private volatile boolean closed;

    private KmsProvider(String name, KmsPlugin plugin, Surroundings surroundings) {
        this.name = name;
        this.header = Header.of("k8s:enc:kms:v2:" + name + ":");
        this.surroundings = surroundings;
        this.plugin =
                new ObservedPlugin(plugin, name, surroundings.observer(), surroundings.timers());
        this.rotation =
                new KeyRotation(
                        name,
                        this.plugin,
                        surroundings.timers(),
                        surroundings.random(),
                        surroundings.observer());
    }

    /// What a provider takes from outside.
    ///
    /// @param timers when to ask the plugin again
    /// @param random where seeds and nonces come from
    public record Surroundings(Timers timers, SecureRandom random, KmsObserver observer) {}

    /// Asks the plugin for its first word, and goes on asking. A plugin that does not answer is no
    /// failure yet: it may come.
    ///
    /// @param plugin closed with this provider
    public static KmsProvider open(String name, KmsPlugin plugin, Surroundings surroundings) {
        KmsProvider provider = new KmsProvider(name, plugin, surroundings);
        provider.ask();
        return provider;
    }

    /// What is wrong with the plugin, in Kubernetes' words; empty if it is well.
    public Optional<String> complaint() {
        String complaint = rotation.check();
        return complaint.isEmpty() ? Optional.empty() : Optional.of(complaint);
    }

    private void ask() {
        String complaint = rotation.ask();
        rotation.current().ifPresent(key -> remember(key.wrapped(), key.key()));
        if (!complaint.isEmpty()) {
            LOG.warn("{}", complaint);
        }
        Duration interval = complaint.isEmpty() ? INTERVAL_WHEN_WELL : INTERVAL_WHEN_ILL;
        if (!closed) {
            var _ = surroundings.timers().after(interval, this::askAside);
        }
    }

    /// A call of the plugin may take its time, which a timer has not.
    private void askAside() {
        if (!closed) {
            Thread.ofVirtual().name("kms-" + name).start(this::askUnlessClosed);
        }
    }

    private void askUnlessClosed() {
        try {
            ask();
        } catch (RuntimeException e) {
            // A call on a connection that is being closed fails in ways of its own.
            if (!closed) {
                LOG.error("asking the KMS plugin {} failed", name, e);
                var _ = surroundings.timers().after(INTERVAL_WHEN_ILL, this::askAside);
            }
        }
    }

    private void remember(WrappedKey wrapped, DataKey key) {
        keys.put(wrapped, KeySource.HKDF_SHA256_XNONCE_AES_GCM_SEED, key);
    }

    @Override
    public SealedBy name() {
        return new SealedBy("kms", name);
    }

    @Override
    public boolean recognises(Value value) {
        return header.begins(value);
    }

    @Override
    public Value seal(String storeKey, Value plain) {
        WriteKey key = writeKey(storeKey);
        try {
            byte[] data = key.key().seal(storeKey, plain.bytes(), surroundings.random());
            EncryptedObject object =
                    new EncryptedObject(
                            UnsafeByteOperations.unsafeWrap(data),
                            key.wrapped(),
                            KeySource.HKDF_SHA256_XNONCE_AES_GCM_SEED);
            byte[] sealed = header.before(object.size());
            object.writeTo(sealed, header.size());
            surroundings.observer().used(name, Direction.TO_STORAGE, key.wrapped().keyId());
            return Value.of(sealed);
        } catch (GeneralSecurityException e) {
            throw new StoreException("cannot encrypt " + storeKey, e);
        }
    }

    private WriteKey writeKey(String storeKey) {
        WriteKey key =
                rotation.current()
                        .orElseThrow(() ->
                                new StoreException(
                                        "cannot encrypt %s: the KMS plugin %s has given no key: %s"
                                                .formatted(storeKey, name, rotation.check())));
        Instant now = surroundings.timers().instant();
        if (now.isAfter(key.expires())) {
            throw new StoreException(
                    "cannot encrypt %s: encryptedDEKSource with keyID hash \"%s\" expired at %s (current time is %s)"
                            .formatted(
                                    storeKey,
                                    KeyIds.hash(key.wrapped().keyId()),
                                    key.expires().truncatedTo(ChronoUnit.SECONDS),
                                    now.truncatedTo(ChronoUnit.SECONDS)));
        }
        return key;
    }

    @Override
    public Value open(String storeKey, Value sealed) {
        try {
            EncryptedObject object = EncryptedObject.parse(sealed.bytes(), header.size());
            DataKey key = dataKey(object, storeKey);
            ByteString data = object.data();
            Value plain = Value.of(key.open(storeKey, data.toByteArray()));
            surroundings.observer().used(name, Direction.FROM_STORAGE, object.key().keyId());
            return plain;
        } catch (GeneralSecurityException | IOException e) {
            throw new StoreException(
                    "cannot decrypt %s with kms %s: the value was changed"
                            .formatted(storeKey, name),
                    e);
        }
    }

    private DataKey dataKey(EncryptedObject object, String storeKey)
            throws GeneralSecurityException {
        Optional<DataKey> known = keys.find(object.key(), object.source());
        if (known.isPresent()) {
            return known.get();
        }
        byte[] bytes = unwrapped(object, storeKey);
        try {
            DataKey key = new DataKey(bytes, object.source());
            keys.put(object.key(), object.source(), key);
            surroundings.observer().unwrapped(name, keys.size());
            return key;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private byte[] unwrapped(EncryptedObject object, String storeKey) {
        try {
            return plugin.decrypt(object.key(), rotation.uid());
        } catch (KmsException e) {
            throw new StoreException(
                    "cannot decrypt %s with kms %s: failed to decrypt DEK, error: %s"
                            .formatted(storeKey, name, e.getMessage()),
                    e);
        }
    }

    @Override
    public SealedBy sealedBy(Value sealed) {
        return new SealedBy("kms", name, parsed(sealed).map(o -> o.key().keyId()).orElse(""));
    }

    /// Whether the plugin would wrap with the same key now. As long as it has never said which that
    /// is, nothing is stale.
    @Override
    public boolean isCurrent(Value sealed) {
        Optional<WriteKey> current = rotation.current();
        return current.isEmpty()
                || parsed(sealed)
                        .filter(object ->
                                object.source() == KeySource.HKDF_SHA256_XNONCE_AES_GCM_SEED)
                        .filter(object ->
                                object.key().keyId().equals(current.get().wrapped().keyId()))
                        .isPresent();
    }

    private Optional<EncryptedObject> parsed(Value sealed) {
        try {
            return Optional.of(EncryptedObject.parse(sealed.bytes(), header.size()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Stops asking, and closes the plugin's connection.
    @Override
    public void close() {
        closed = true;
        plugin.close();
    }
}
