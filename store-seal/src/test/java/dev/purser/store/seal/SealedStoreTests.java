package dev.purser.store.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.store.CommitResult;
import dev.purser.store.InMemoryStore;
import dev.purser.store.Store;
import dev.purser.store.StoreException;
import dev.purser.store.Transaction;
import dev.purser.store.Value;
import dev.purser.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedStoreTests {
    private static final String SECRET = "/registry/secrets/default/s";
    private static final String PLAIN = "/registry/configmaps/default/c";

    @TempDir Path directory;

    private final SecureRandom random = new SecureRandom();

    private Path keys() {
        return directory.resolve("keys");
    }

    private KeyFile keyFile() {
        return new KeyFile(keys(), random);
    }

    private SealedStore over(Store inner) {
        Keyring keyring = keyFile().readOrCreate(inner);
        return SealedStore.open(
                inner, SealedStoreTests::resource, Sealing.ofSecrets(keyring.providers(random)));
    }

    private static StoredResource resource(String key) {
        return new StoredResource("", key.split("/")[2]);
    }

    private static Value value(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static long commit(Store store, Transaction.Operation... operations) {
        return ((CommitResult.Committed) store.commit(Transaction.of(operations))).revision();
    }

    @Nested
    class AtRest {
        private static final String CANARY = "kenning-canary-5b1e-tern-and-plover";

        /// A value as the API server stores a Secret: its data in base64 within JSON.
        private static Value canary(String kind) {
            String data =
                    Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8));
            return value("{\"" + kind + "\":\"" + data + "\",\"stringData\":\"" + CANARY + "\"}");
        }

        private static List<String> forms() {
            List<String> forms = new ArrayList<>();
            forms.add(CANARY.substring(4, 20));
            String base64 =
                    Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8));
            forms.add(base64.substring(4, 24));
            return forms;
        }

        private List<String> found() throws IOException {
            List<String> found = new ArrayList<>();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    forms().stream()
                            .filter(text::contains)
                            .forEach(form -> found.add(file.getFileName() + ": " + form));
                }
            }
            return found;
        }

        @Test
        void noFileEverHoldsTheSecretInTheClear() throws IOException {
            try (Store store = over(SqliteStore.open(directory.resolve("store.db")))) {
                long created = commit(store, new Transaction.Create(SECRET, canary("created")));
                assertThat(found()).isEmpty();
                long updated =
                        commit(store, new Transaction.Update(SECRET, canary("updated"), created));
                commit(store, new Transaction.Delete(SECRET, updated, canary("deleted")));
                assertThat(found()).isEmpty();
                store.compact(updated);
                assertThat(found()).isEmpty();
            }
            assertThat(found()).isEmpty();
        }

        @Test
        void thisTestWouldFindIt() throws IOException {
            try (Store store = over(SqliteStore.open(directory.resolve("store.db")))) {
                commit(store, new Transaction.Create(PLAIN, canary("created")));
            }
            assertThat(found()).hasSize(2);
        }
    }

    @Nested
    class Opening {
        private final InMemoryStore inner = new InMemoryStore();

        @Test
        void onlyChosenKeysAreSealed() {
            SealedStore store = over(inner);
            commit(
                    store,
                    new Transaction.Create(SECRET, value("1")),
                    new Transaction.Create(PLAIN, value("2")));
            assertThat(inner.snapshot().entries())
                    .extracting(entry -> SealedBy.isSealed(entry.value()))
                    .containsExactly(false, true);
            assertThat(store.snapshot().entries())
                    .extracting(entry -> entry.value())
                    .containsExactly(value("2"), value("1"));
        }

        @Test
        void aMissingKeyFileIsNotMadeAnewOverSealedValues() {
            commit(over(inner), new Transaction.Create(SECRET, value("1")));
            assertThat(keys().toFile().delete()).isTrue();
            assertThatThrownBy(() -> over(inner))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(
                            "the key file "
                                    + keys()
                                    + " is missing, and "
                                    + SECRET
                                    + " is encrypted; put the file back in its place");
            assertThat(keys()).doesNotExist();
        }

        @Test
        void theWrongKeyFileIsNoticedBeforeAnythingIsWritten() throws IOException {
            commit(over(inner), new Transaction.Create(SECRET, value("1")));
            Store.Snapshot before = inner.snapshot();
            Files.delete(keys());
            keyFile().create();
            assertThatThrownBy(() -> over(inner))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is not among the keys given");
            assertThat(inner.snapshot()).isEqualTo(before);
        }

        @Test
        void aSecretInTheClearIsRefused() {
            commit(inner, new Transaction.Create(SECRET, value("1")));
            assertThatThrownBy(() -> over(inner))
                    .hasMessage(
                            SECRET
                                    + " should be encrypted, but is not; to accept such values,"
                                    + " give \"secrets\" the provider \"identity\" as its last");
        }
    }
}
