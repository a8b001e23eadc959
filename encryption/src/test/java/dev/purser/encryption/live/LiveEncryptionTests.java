package dev.purser.encryption.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.client.time.SystemTimers;
import dev.purser.encryption.config.EncryptionConfigurationException;
import dev.purser.encryption.kms.KmsPluginServer;
import dev.purser.store.CommitResult;
import dev.purser.store.InMemoryStore;
import dev.purser.store.StoreException;
import dev.purser.store.Transaction;
import dev.purser.store.Value;
import dev.purser.store.seal.AesGcm;
import dev.purser.store.seal.NamedKey;
import dev.purser.store.seal.Provider;
import dev.purser.store.seal.SealedBy;
import dev.purser.store.seal.SealedStore;
import dev.purser.store.seal.StoredResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveEncryptionTests {
    private static final String SECRET = "/registry/secrets/default/s";
    private static final String CONFIG_MAP = "/registry/configmaps/default/c";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String OLD = key();
    private static final String YOUNG = key();

    @TempDir Path directory;

    private final InMemoryStore inner = new InMemoryStore();
    private final SystemTimers timers = new SystemTimers(InstantSource.system());
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Provider defaultKey = new AesGcm(new NamedKey("default", new byte[32]), RANDOM);
    private LiveEncryption live;
    private SealedStore store;

    @AfterEach
    void closeAll() {
        if (live != null) {
            live.close();
        }
        timers.close();
    }

    private static String key() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String gcm(String name, String secret) {
        return "  - aesgcm: {keys: [{name: %s, secret: %s}]}\n".formatted(name, secret);
    }

    private static final String IDENTITY = "  - identity: {}\n";

    private static String configuration(String resources, String... providers) {
        return """
        kind: EncryptionConfiguration
        apiVersion: apiserver.config.k8s.io/v1
        resources:
        - resources: [%s]
          providers:
        """
                        .formatted(resources)
                + String.join("", providers);
    }

    private Path file() {
        return directory.resolve("encryption.yaml");
    }

    /// As editors and people with care do it: a whole file takes the place of another.
    private void write(String text) throws IOException {
        Path draft = Files.writeString(directory.resolve("draft"), text);
        Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void start(String text) throws Exception {
        write(text);
        live = LiveEncryption.load(file(), () -> List.of(defaultKey), surroundings());
        store = SealedStore.open(inner, LiveEncryptionTests::resource, live.sealing());
        live.follow(store);
        assertThat(next()).startsWith("loaded sha256:");
    }

    private LiveEncryption.Surroundings surroundings() {
        EncryptionObserver observer =
                new EncryptionObserver() {
                    @Override
                    public void loaded(String hash) {
                        events.add("loaded " + hash);
                    }

                    @Override
                    public void reloaded(String hash) {
                        events.add("reloaded " + hash);
                    }

                    @Override
                    public void reloadFailed() {
                        events.add("failed");
                    }
                };
        return new LiveEncryption.Surroundings(timers, RANDOM, observer);
    }

    private static StoredResource resource(String key) {
        return new StoredResource("", key.split("/")[2]);
    }

    private String next() throws InterruptedException {
        return String.valueOf(events.poll(60, TimeUnit.SECONDS));
    }

    private void create(String key, String text) {
        Value value = Value.of(text.getBytes(StandardCharsets.UTF_8));
        assertThat(store.commit(Transaction.of(new Transaction.Create(key, value))))
                .isInstanceOf(CommitResult.Committed.class);
    }

    private String read(String key) {
        byte[] bytes = store.get(key).orElseThrow().value().bytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private SealedBy sealedBy(String key) {
        return SealedBy.read(inner.get(key).orElseThrow().value());
    }

    @Test
    void aFileThatIsReplacedComesIntoUse() throws Exception {
        start(configuration("secrets", gcm("old", OLD)));
        create(SECRET, "1");
        write(configuration("secrets", gcm("young", YOUNG), gcm("old", OLD)));
        assertThat(next()).startsWith("reloaded sha256:");
        create(SECRET + 2, "2");
        assertThat(sealedBy(SECRET)).isEqualTo(new SealedBy("aesgcm", "old"));
        assertThat(sealedBy(SECRET + 2)).isEqualTo(new SealedBy("aesgcm", "young"));
        assertThat(store.staleKeys()).containsExactly(SECRET);
    }

    @Test
    void aFileThatIsWrittenInPlaceComesIntoUse() throws Exception {
        start(configuration("secrets", gcm("old", OLD)));
        Files.writeString(file(), configuration("secrets", gcm("young", YOUNG), gcm("old", OLD)));
        String event = next();
        // Between the two steps of writing, the file may have been seen empty.
        assertThat(event.equals("failed") ? next() : event).startsWith("reloaded sha256:");
    }

    @Test
    void aBrokenFileChangesNothingUntilItIsMended() throws Exception {
        start(configuration("secrets", gcm("old", OLD)));
        write("kind: Nonsense");
        assertThat(next()).isEqualTo("failed");
        create(SECRET, "1");
        assertThat(sealedBy(SECRET)).isEqualTo(new SealedBy("aesgcm", "old"));
        write(configuration("secrets", gcm("young", YOUNG), gcm("old", OLD)));
        assertThat(next()).startsWith("reloaded sha256:");
    }

    @Test
    void aFileThatLosesANeededKeyIsNotUsed() throws Exception {
        start(configuration("secrets", gcm("old", OLD)));
        create(SECRET, "1");
        write(configuration("secrets", gcm("young", YOUNG)));
        assertThat(next()).isEqualTo("failed");
        create(SECRET + 2, "2");
        assertThat(sealedBy(SECRET + 2)).isEqualTo(new SealedBy("aesgcm", "old"));
        assertThat(read(SECRET)).isEqualTo("1");
    }

    @Test
    void aFileThatVanishesChangesNothing() throws Exception {
        start(configuration("secrets", gcm("old", OLD)));
        Files.delete(file());
        assertThat(next()).isEqualTo("failed");
        create(SECRET, "1");
        assertThat(sealedBy(SECRET)).isEqualTo(new SealedBy("aesgcm", "old"));
    }

    @Test
    void whatIsInTheClearNeedsIdentity() throws Exception {
        start(configuration("secrets", gcm("old", OLD)));
        create(CONFIG_MAP, "1");
        write(configuration("secrets, configmaps", gcm("old", OLD)));
        assertThat(next()).isEqualTo("failed");
        write(configuration("secrets, configmaps", gcm("old", OLD), IDENTITY));
        assertThat(next()).startsWith("reloaded sha256:");
        assertThat(store.rewrite(CONFIG_MAP)).isEqualTo(SealedStore.Rewrite.REWRITTEN);
        assertThat(sealedBy(CONFIG_MAP)).isEqualTo(new SealedBy("aesgcm", "old"));
        assertThat(read(CONFIG_MAP)).isEqualTo("1");
    }

    @Test
    void theDefaultKeysOpenWhatTheySealed() throws Exception {
        Value sealed = defaultKey.seal(SECRET, Value.of(new byte[] {'1'}));
        inner.commit(Transaction.of(new Transaction.Create(SECRET, sealed)));
        start(configuration("secrets", gcm("old", OLD)));
        assertThat(read(SECRET)).isEqualTo("1");
        assertThat(store.isStale(SECRET)).isTrue();
    }

    @Test
    void aFileThatIsNotValidIsRefusedAtTheStart() throws IOException {
        write(configuration("secrets"));
        assertThatThrownBy(() -> LiveEncryption.load(file(), List::of, surroundings()))
                .isInstanceOf(EncryptionConfigurationException.class)
                .hasMessage(
                        "error while parsing file: resources[0].providers: Required value: at least"
                                + " one resources[0].providers is required");
    }

    @Test
    void aPluginSealsAndItsHealthIsTold() throws Exception {
        Path socket = directory.resolve("kms.sock");
        String kms =
                "  - kms: {apiVersion: v2, name: p, timeout: 20s, endpoint: 'unix://%s'}\n"
                        .formatted(socket);
        try (KmsPluginServer plugin = new KmsPluginServer(socket).start()) {
            start(configuration("secrets", kms, gcm("old", OLD)));
            create(SECRET, "1");
            assertThat(sealedBy(SECRET)).isEqualTo(new SealedBy("kms", "p"));
            assertThat(store.inventory().lines())
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line.sealedBy())
                                    .isEqualTo(new SealedBy("kms", "p", "key-1")));
            assertThat(live.complaint()).isEmpty();
            write(configuration("secrets", gcm("young", YOUNG), kms));
            assertThat(next()).startsWith("reloaded sha256:");
            assertThat(store.rewrite(SECRET)).isEqualTo(SealedStore.Rewrite.REWRITTEN);
            assertThat(sealedBy(SECRET)).isEqualTo(new SealedBy("aesgcm", "young"));
            write(configuration("secrets", gcm("young", YOUNG)));
            assertThat(next()).startsWith("reloaded sha256:");
            assertThat(plugin.decryptions()).isEqualTo(1);
        }
    }

    @Test
    void withoutItsPluginAStoreIsNotOpenedAndNothingIsLost() throws Exception {
        Path socket = directory.resolve("kms.sock");
        String kms =
                configuration(
                        "secrets",
                        "  - kms: {apiVersion: v2, name: p, timeout: 300ms, endpoint: 'unix://%s'}\n"
                                .formatted(socket));
        try (KmsPluginServer plugin = new KmsPluginServer(socket).start()) {
            write(kms.replace("300ms", "20s"));
            live = LiveEncryption.load(file(), List::of, surroundings());
            store = SealedStore.open(inner, LiveEncryptionTests::resource, live.sealing());
            create(SECRET, "1");
            live.close();
            plugin.stop();
            write(kms);
            live = LiveEncryption.load(file(), List::of, surroundings());
            live.awaitPlugins(Duration.ofMillis(1));
            assertThat(live.complaint().orElseThrow()).startsWith("kms-provider-0: failed to");
            assertThatThrownBy(() ->
                            SealedStore.open(inner, LiveEncryptionTests::resource, live.sealing()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith(
                            "cannot decrypt " + SECRET + " with kms p: failed to decrypt DEK");
            live.close();
            plugin.start();
            write(kms.replace("300ms", "20s"));
            live = LiveEncryption.load(file(), List::of, surroundings());
            store = SealedStore.open(inner, LiveEncryptionTests::resource, live.sealing());
            assertThat(read(SECRET)).isEqualTo("1");
        }
    }
}
