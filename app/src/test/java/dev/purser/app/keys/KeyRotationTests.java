package dev.purser.app.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.keys.KeyRotation.State;
import dev.purser.app.keys.RotationMarker.OldKeys;
import dev.purser.server.pki.ClientSubject;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.KeyFilesAtRest.KeyFile;
import dev.purser.server.pki.ServingNames;
import dev.purser.store.Change;
import dev.purser.store.CommitResult;
import dev.purser.store.CompactedException;
import dev.purser.store.Entry;
import dev.purser.store.InMemoryStore;
import dev.purser.store.Store;
import dev.purser.store.StoreException;
import dev.purser.store.Transaction;
import dev.purser.store.Value;
import dev.purser.store.custody.CrashingFiles;
import dev.purser.store.custody.PrivateFiles;
import dev.purser.store.seal.NamedKey;
import dev.purser.store.seal.SealedBy;
import dev.purser.store.seal.SealedStore;
import dev.purser.store.seal.StoredResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRotationTests {
    private static final int SECRETS = 60;

    @TempDir Path root;

    private final SecureRandom random = new SecureRandom();
    private DataDirectory directory;
    private Store disk;

    @BeforeEach
    void make() throws IOException {
        directory = new DataDirectory(root.resolve("data"));
        directory.create();
        disk = new InMemoryStore();
    }

    /// One life of a process.
    private record Life(SealedStore store, DefaultKeys keys, KeyRotation rotation, SealedPki pki) {}

    private Life live(BooleanSupplier killed) {
        PrivateFiles files = new CrashingFiles(killed);
        Custodies custodies =
                new Custodies(CustodySettings.inDirectory(root.resolve("keys")), files, random);
        DefaultKeys keys = DefaultKeys.open(directory, custodies, files, random, Optional::empty);
        SealingPlan plan = new DefaultSealing(random);
        SealedStore store =
                SealedStore.open(
                        new MortalStore(disk, killed),
                        key -> StoredResource.parse(key.split("/")[2]),
                        plan.with(keys.keyring()));
        RotationMarker marker = new RotationMarker(directory.rotation(), files);
        SealedPki pki = new SealedPki(directory, keys, files, random);
        return new Life(store, keys, new KeyRotation(store, keys, plan, marker, List.of(pki)), pki);
    }

    /// The public halves of what `pki/` holds, made when it is not there yet.
    private List<PublicKey> privateKeysOpened(Life life) {
        ClusterPki pki =
                ClusterPki.open(
                        directory.pki(),
                        new ServingNames(Set.of("h"), Set.of()),
                        Clock.systemUTC(),
                        random,
                        life.pki().seal());
        return List.of(
                pki.authority().getPublicKey(),
                pki.serviceAccountKey().getPublic(),
                pki.client(ClientSubject.admin()).certificate().getPublicKey());
    }

    private static Value value(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private void fill(Life life, Map<String, String> written) {
        for (int n = 0; n < SECRETS; n++) {
            String key = "/registry/secrets/default/s" + n;
            life.store().commit(Transaction.of(new Transaction.Create(key, value("v" + n))));
            written.put(key, "v" + n);
        }
        life.store()
                .commit(
                        Transaction.of(
                                new Transaction.Create(
                                        "/registry/configmaps/default/c", value("plain"))));
    }

    private void requireAllThere(SealedStore store, Map<String, String> written) {
        written.forEach((key, text) ->
                assertThat(
                                store.get(key)
                                        .map(Entry::value)
                                        .map(v -> new String(v.bytes(), StandardCharsets.UTF_8)))
                        .as(key)
                        .contains(text));
    }

    private List<String> keyNames(Life life) {
        return life.keys().keyring().keys().stream().map(NamedKey::name).toList();
    }

    @Test
    void everythingIsUnderTheNewKeyAndTheOldOneIsGone() {
        Life life = live(() -> false);
        Map<String, String> written = new ConcurrentHashMap<>();
        fill(life, written);
        List<PublicKey> pki = privateKeysOpened(life);
        String old = keyNames(life).getFirst();
        assertThat(life.pki().files())
                .hasSize(3)
                .allMatch(file -> file.sealedBy().key().equals(old));

        KeyRotation.Progress end = life.rotation().run(OldKeys.FORGET);

        assertThat(end.state()).as(end.message()).isEqualTo(State.DONE);
        assertThat(end.done()).isEqualTo(SECRETS);
        assertThat(keyNames(life)).hasSize(1).doesNotContain(old);
        assertThat(life.store().inventory().under(new SealedBy("aesgcm", old))).isZero();
        assertThat(life.rotation().pending()).isEmpty();
        assertThat(life.pki().files())
                .hasSize(3)
                .allMatch(file -> file.sealedBy().key().equals(keyNames(life).getFirst()));
        requireAllThere(live(() -> false).store(), written);
        assertThat(privateKeysOpened(live(() -> false))).isEqualTo(pki);
    }

    @Test
    void theOldKeyStaysOnRequest() {
        Life life = live(() -> false);
        fill(life, new ConcurrentHashMap<>());
        String old = keyNames(life).getFirst();
        life.rotation().run(OldKeys.KEEP);
        assertThat(keyNames(life)).hasSize(2).endsWith(old);
        life.rotation().run(OldKeys.FORGET);
        assertThat(keyNames(life)).hasSize(1);
    }

    @Test
    void aCustodyThatFailsAtTheBeginningChangesNothing() {
        Life before = live(() -> false);
        Map<String, String> written = new ConcurrentHashMap<>();
        fill(before, written);
        AtomicInteger changes = new AtomicInteger();
        Life life = live(() -> changes.getAndIncrement() >= 2); // the marker, and no more
        String old = keyNames(life).getFirst();
        assertThat(life.rotation().run(OldKeys.FORGET).state()).isEqualTo(State.FAILED);
        assertThat(keyNames(life)).containsExactly(old);
        requireAllThere(live(() -> false).store(), written);
    }

    @Test
    void aPrivateKeyThatCannotBeRewrittenKeepsTheOldKey() throws Exception {
        Life life = live(() -> false);
        privateKeysOpened(life);
        Path file = directory.pki().resolve("service-account.key");
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = whole.clone();
        damaged[damaged.length - 1] ^= 1;
        Files.write(file, damaged);
        String old = keyNames(life).getFirst();

        KeyRotation.Progress end = life.rotation().run(OldKeys.FORGET);

        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.message()).contains("service-account.key");
        assertThat(keyNames(life)).contains(old);
        Files.write(file, whole);
        assertThat(life.rotation().run(OldKeys.FORGET).state()).isEqualTo(State.DONE);
        assertThat(keyNames(life)).hasSize(1).doesNotContain(old);
    }

    /// Without values to rewrite, so that every step is one of the marker, the keys and the files.
    @Test
    void aRotationThatIsKilledAtAnyStepLosesNoPrivateKey() {
        List<PublicKey> pki = privateKeysOpened(live(() -> false));
        boolean killed = true;
        for (int step = 0; killed; step++) {
            AtomicInteger left = new AtomicInteger(step);
            killed =
                    live(() -> left.getAndDecrement() <= 0).rotation().run(OldKeys.FORGET).state()
                            == State.FAILED;
            assertThat(privateKeysOpened(live(() -> false))).as("step %d", step).isEqualTo(pki);
            assertThat(step).as("it ends").isLessThan(100);
        }
        Life last = live(() -> false);
        assertThat(keyNames(last)).hasSize(1);
        assertThat(last.pki().files()).hasSize(3).allMatch(KeyFile::current);
    }

    /// Writers write, and the process is killed at any of its durable steps; then it goes on.
    @RepeatedTest(30)
    void aKilledRotationLosesNothingAndGoesOn() throws Exception {
        long seed = random.nextLong();
        Random chance = new Random(seed);
        Map<String, String> written = new ConcurrentHashMap<>();
        fill(live(() -> false), written);
        String old = keyNames(live(() -> false)).getFirst();
        List<PublicKey> pki = privateKeysOpened(live(() -> false));

        for (int life = 0; life < 3; life++) {
            AtomicInteger left = new AtomicInteger(chance.nextInt(90));
            rotateUnderWrites(live(() -> left.getAndDecrement() <= 0), written, chance.nextLong());
            requireAllThere(live(() -> false).store(), written);
            assertThat(privateKeysOpened(live(() -> false))).as("seed %d", seed).isEqualTo(pki);
        }
        Life last = live(() -> false);
        KeyRotation.Progress end = last.rotation().run(OldKeys.FORGET);

        assertThat(end.state()).as("seed %d: %s", seed, end.message()).isEqualTo(State.DONE);
        assertThat(keyNames(last)).as("seed %d", seed).hasSize(1).doesNotContain(old);
        assertThat(last.store().inventory().stale()).isZero();
        requireAllThere(live(() -> false).store(), written);
    }

    private static void rotateUnderWrites(Life life, Map<String, String> written, long seed)
            throws InterruptedException {
        List<Thread> writers = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            int first = n;
            writers.add(
                    Thread.ofVirtual()
                            .start(() ->
                                    write(life.store(), written, new Random(seed + first), first)));
        }
        life.rotation().run(OldKeys.FORGET);
        for (Thread writer : writers) {
            writer.join();
        }
    }

    /// Each writer has keys of its own, so that the last acknowledged value is known.
    private static void write(
            SealedStore store, Map<String, String> written, Random chance, int writer) {
        try {
            for (int n = 0; n < 25; n++) {
                String key =
                        "/registry/secrets/default/s" + (2 * chance.nextInt(SECRETS / 2) + writer);
                String text = "w" + chance.nextLong();
                Entry present = store.get(key).orElseThrow();
                CommitResult result =
                        store.commit(
                                Transaction.of(
                                        new Transaction.Update(
                                                key, value(text), present.modRevision())));
                if (result instanceof CommitResult.Committed) {
                    written.put(key, text);
                }
            }
        } catch (StoreException _) {
            // The process is dead. A write that was not acknowledged was not made here.
        }
    }

    /// A store whose process is killed at a chosen moment.
    private record MortalStore(Store disk, BooleanSupplier killed) implements Store {
        private void live() {
            if (killed.getAsBoolean()) {
                throw new StoreException("killed");
            }
        }

        @Override
        public CommitResult commit(Transaction transaction) {
            live();
            return disk.commit(transaction);
        }

        @Override
        public Optional<Entry> get(String key) {
            return disk.get(key);
        }

        @Override
        public Snapshot snapshot() {
            return disk.snapshot();
        }

        @Override
        public Subscription subscribe(long afterRevision, Consumer<Change> consumer)
                throws CompactedException {
            return disk.subscribe(afterRevision, consumer);
        }

        @Override
        public void compact(long revision) {
            live();
            disk.compact(revision);
        }

        @Override
        public void close() {}
    }
}
