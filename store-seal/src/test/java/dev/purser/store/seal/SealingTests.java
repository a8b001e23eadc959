package dev.purser.store.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.store.Change;
import dev.purser.store.CommitResult;
import dev.purser.store.CompactedException;
import dev.purser.store.Entry;
import dev.purser.store.InMemoryStore;
import dev.purser.store.Store;
import dev.purser.store.StoreException;
import dev.purser.store.Transaction;
import dev.purser.store.Value;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SealingTests {
    private static final String SECRET = "/registry/secrets/default/s";
    private static final String DEPLOYMENT = "/registry/deployments/default/d";
    private static final StoredResource SECRETS = new StoredResource("", "secrets");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InMemoryStore inner = new InMemoryStore();
    private final Provider old = gcm("old");
    private final Provider young = gcm("young");
    private final Provider identity = new Identity();

    private static Provider gcm(String name) {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new AesGcm(new NamedKey(name, bytes), RANDOM);
    }

    private static StoredResource resource(String key) {
        String directory = key.split("/")[2];
        return new StoredResource(directory.equals("deployments") ? "apps" : "", directory);
    }

    private static Sealing secrets(Provider... providers) {
        return Sealing.ofSecrets(List.of(providers));
    }

    private SealedStore open(Sealing sealing) {
        return SealedStore.open(inner, SealingTests::resource, sealing);
    }

    private static Value value(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static long create(Store store, String key, String text) {
        CommitResult result =
                store.commit(Transaction.of(new Transaction.Create(key, value(text))));
        return ((CommitResult.Committed) result).revision();
    }

    private SealedBy sealedBy(String key) {
        return SealedBy.read(inner.get(key).orElseThrow().value());
    }

    @Nested
    class Precedence {
        private Sealing.Rule rule(String pattern, Provider... providers) {
            return new Sealing.Rule(StoredResource.parse(pattern), List.of(providers));
        }

        private void assertSealedBy(Provider provider, String resource, Sealing.Rule... rules) {
            assertThat(
                            new Sealing(List.of(rules), List.of())
                                    .providers(StoredResource.parse(resource))
                                    .getFirst())
                    .isSameAs(provider);
        }

        @Test
        void itsOwnNameThenItsGroupThenEverything() {
            Sealing.Rule[] rules = {
                rule("deployments.apps", old), rule("*.apps", young), rule("*.*", identity)
            };
            assertSealedBy(old, "deployments.apps", rules);
            assertSealedBy(young, "daemonsets.apps", rules);
            assertSealedBy(identity, "secrets", rules);
            assertSealedBy(identity, "widgets.example.org", rules);
        }

        @Test
        void theCoreGroupHasAnEmptyName() {
            assertSealedBy(old, "secrets", rule("*.", old));
            Sealing core = new Sealing(List.of(rule("*.", old)), List.of());
            assertThat(core.providers(StoredResource.parse("deployments.apps")))
                    .singleElement()
                    .isInstanceOf(Identity.class);
        }

        @Test
        void rulesForTheSameResourceAddUp() {
            Sealing sealing =
                    new Sealing(List.of(rule("secrets", old), rule("secrets", young)), List.of());
            assertThat(sealing.providers(SECRETS)).containsExactly(old, young);
        }

        @Test
        void namesAreWrittenAsTheyAreRead() {
            for (String name : List.of("secrets", "deployments.apps", "*.", "*.apps", "*.*")) {
                assertThat(StoredResource.parse(name)).hasToString(name);
            }
        }
    }

    @Nested
    class Replacing {
        @Test
        void theFirstKeySealsAndEveryKeyOpens() {
            SealedStore store = open(secrets(old));
            create(store, SECRET, "1");
            store.replace(secrets(young, old));
            create(store, SECRET + 2, "2");
            assertThat(sealedBy(SECRET)).isEqualTo(old.name());
            assertThat(sealedBy(SECRET + 2)).isEqualTo(young.name());
            assertThat(store.get(SECRET).orElseThrow().value()).isEqualTo(value("1"));
            assertThat(store.snapshot().entries())
                    .extracting(Entry::value)
                    .containsExactly(value("1"), value("2"));
        }

        @Test
        void aKeyThatIsStillNeededCannotBeLeftOut() {
            SealedStore store = open(secrets(old));
            create(store, SECRET, "1");
            assertThatThrownBy(() -> store.replace(secrets(young)))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(
                            SECRET
                                    + " is encrypted with aesgcm old, which is not among the keys"
                                    + " given: [aesgcm young]");
            assertThat(store.sealing().providers(SECRETS)).containsExactly(old);
            create(store, SECRET + 2, "2");
            assertThat(sealedBy(SECRET + 2)).isEqualTo(old.name());
        }

        @Test
        void aKeyThatNothingNeedsMayBeLeftOut() {
            SealedStore store = open(secrets(old));
            create(store, SECRET, "1");
            store.replace(secrets(young, old));
            assertThat(store.rewrite(SECRET)).isEqualTo(SealedStore.Rewrite.REWRITTEN);
            store.replace(secrets(young));
            assertThat(store.get(SECRET).orElseThrow().value()).isEqualTo(value("1"));
        }

        @Test
        void whatIsNoLongerNamedStaysReadable() {
            SealedStore store = open(secrets(old));
            create(store, SECRET, "1");
            StoredResource configMaps = new StoredResource("", "configmaps");
            store.replace(
                    new Sealing(List.of(new Sealing.Rule(configMaps, List.of(old))), List.of()));
            assertThat(store.get(SECRET).orElseThrow().value()).isEqualTo(value("1"));
            assertThat(store.isStale(SECRET)).isTrue();
            assertThat(store.rewrite(SECRET)).isEqualTo(SealedStore.Rewrite.REWRITTEN);
            assertThat(inner.get(SECRET).orElseThrow().value()).isEqualTo(value("1"));
        }

        @Test
        void keysBesideTheRulesOpenAndNeverSeal() {
            SealedStore store = open(secrets(old));
            create(store, SECRET, "1");
            store.replace(secrets(young).alsoOpening(List.of(old)));
            assertThat(store.get(SECRET).orElseThrow().value()).isEqualTo(value("1"));
            assertThat(store.isStale(SECRET)).isTrue();
        }

        @Test
        void valuesInTheClearNeedIdentity() {
            create(inner, SECRET, "1");
            assertThatThrownBy(() -> open(secrets(old))).isInstanceOf(StoreException.class);
            SealedStore store = open(secrets(old, identity));
            assertThat(store.isStale(SECRET)).isTrue();
            store.rewrite(SECRET);
            assertThat(sealedBy(SECRET)).isEqualTo(old.name());
            store.replace(secrets(old));
        }

        @Test
        void twoKeysOfTheSameNameAreToldApart() {
            Provider twin = gcm("old");
            SealedStore store = open(secrets(old));
            create(store, SECRET, "1");
            store.replace(secrets(twin, old));
            assertThat(store.get(SECRET).orElseThrow().value()).isEqualTo(value("1"));
            assertThat(store.isStale(SECRET)).isTrue();
            store.rewrite(SECRET);
            assertThat(store.isStale(SECRET)).isFalse();
            assertThatThrownBy(() -> store.replace(secrets(old)))
                    .hasMessageStartingWith("cannot decrypt " + SECRET + " with aesgcm old: ");
        }

        @Test
        void writersNeverNoticeAndNothingIsLost() throws Exception {
            SealedStore store = open(secrets(old));
            int writers = 4;
            int writes = 200;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> done = new ArrayList<>();
                for (int writer = 0; writer < writers; writer++) {
                    String prefix = SECRET + "-" + writer + "-";
                    done.add(
                            threads.submit(() -> {
                                for (int i = 0; i < writes; i++) {
                                    create(store, prefix + i, prefix + i);
                                }
                            }));
                }
                for (int i = 0; i < 20; i++) {
                    Provider next = i % 2 == 0 ? young : old;
                    Provider last = i % 2 == 0 ? old : young;
                    store.replace(secrets(next, last));
                    store.staleKeys().forEach(store::rewrite);
                }
                for (Future<?> future : done) {
                    future.get();
                }
            }
            store.replace(secrets(young, old));
            store.staleKeys().forEach(store::rewrite);
            store.replace(secrets(young));
            assertThat(store.snapshot().entries())
                    .hasSize(writers * writes)
                    .allSatisfy(entry -> assertThat(entry.value()).isEqualTo(value(entry.key())));
        }
    }

    @Nested
    class TakingStock {
        @Test
        void everyResourceAndKeyIsCounted() {
            SealedStore store = open(secrets(old));
            create(store, SECRET, "1");
            create(store, SECRET + 2, "2");
            create(store, DEPLOYMENT, "3");
            store.replace(secrets(young, old));
            create(store, SECRET + 3, "4");
            Inventory inventory = store.inventory();
            assertThat(inventory.lines())
                    .containsExactly(
                            new Inventory.Line(
                                    new StoredResource("apps", "deployments"),
                                    SealedBy.NOBODY,
                                    true,
                                    1),
                            new Inventory.Line(SECRETS, old.name(), false, 2),
                            new Inventory.Line(SECRETS, young.name(), true, 1));
            assertThat(inventory.stale()).isEqualTo(2);
            assertThat(inventory.under(old.name())).isEqualTo(2);
            assertThat(inventory.revision()).isEqualTo(inner.snapshot().revision());
            assertThat(store.staleKeys()).containsExactly(SECRET, SECRET + 2);
        }

        @Test
        void anEmptyStoreHasNoLines() {
            assertThat(open(secrets(old)).inventory().lines()).isEmpty();
        }
    }

    @Nested
    class Rewriting {
        @Test
        void watchersSeeTheSameContentAtANewRevision() throws CompactedException {
            SealedStore store = open(secrets(old));
            long created = create(store, SECRET, "1");
            List<Change> changes = new CopyOnWriteArrayList<>();
            try (Store.Subscription _ = store.subscribe(created, changes::add)) {
                store.replace(secrets(young, old));
                store.rewrite(SECRET);
            }
            assertThat(changes)
                    .singleElement()
                    .isEqualTo(
                            new Change(
                                    created + 1,
                                    List.of(
                                            new Change.KeyChange(
                                                    SECRET,
                                                    new Entry(SECRET, value("1"), created, created),
                                                    new Entry(
                                                            SECRET,
                                                            value("1"),
                                                            created,
                                                            created + 1),
                                                    null))));
        }

        @Test
        void whatIsCurrentIsLeftAlone() {
            SealedStore store = open(secrets(old));
            long created = create(store, SECRET, "1");
            assertThat(store.rewrite(SECRET)).isEqualTo(SealedStore.Rewrite.CURRENT);
            assertThat(store.snapshot().revision()).isEqualTo(created);
        }

        @Test
        void whatIsGoneIsGone() {
            assertThat(open(secrets(old)).rewrite(SECRET)).isEqualTo(SealedStore.Rewrite.GONE);
        }

        @Test
        void nothingIsStaleThatDoesNotExist() {
            assertThat(open(secrets(old)).isStale(SECRET)).isFalse();
        }
    }
}
