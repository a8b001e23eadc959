package dev.purser.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.store.CommitResult;
import dev.purser.store.Store;
import dev.purser.store.StoreException;
import dev.purser.store.Transaction;
import dev.purser.store.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTests {
    @TempDir Path directory;

    private Path file() {
        return directory.resolve("store.db");
    }

    private static Value value(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Value large(int bytes) {
        byte[] value = new byte[bytes];
        Arrays.fill(value, (byte) 'x');
        return Value.of(value);
    }

    private static long create(Store store, String key, Value value) {
        Transaction transaction = Transaction.of(new Transaction.Create(key, value));
        return ((CommitResult.Committed) store.commit(transaction)).revision();
    }

    private static long update(Store store, String key, Value value, long expected) {
        Transaction transaction = Transaction.of(new Transaction.Update(key, value, expected));
        return ((CommitResult.Committed) store.commit(transaction)).revision();
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Nested
    class TheFile {
        @Test
        void isReadableByItsOwnerOnlyWhileOpenAndAfter() throws IOException {
            try (Store store = SqliteStore.open(file())) {
                create(store, "/a", value("1"));
                assertPrivate();
            }
            assertPrivate();
        }

        private void assertPrivate() throws IOException {
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.toList())
                        .isNotEmpty()
                        .allSatisfy(path ->
                                assertThat(Files.getPosixFilePermissions(path))
                                        .isEqualTo(PosixFilePermissions.fromString("rw-------")));
            }
        }

        @Test
        void isLockedWhileOpen() {
            try (Store store = SqliteStore.open(file())) {
                create(store, "/a", value("1"));
                assertThatThrownBy(() -> SqliteStore.open(file()))
                        .isInstanceOf(StoreException.class)
                        .hasMessage(file() + " is in use by another process");
                create(store, "/b", value("1"));
            }
        }

        @Test
        void isOneFileWhenClosed() throws IOException {
            try (Store store = SqliteStore.open(file())) {
                create(store, "/a", value("1"));
            }
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).containsExactly(file());
            }
        }

        @Test
        void mayHaveBeenLeftEmptyByACrash() throws IOException {
            Files.createFile(file());
            try (Store store = SqliteStore.open(file())) {
                assertThat(create(store, "/a", value("1"))).isEqualTo(2);
            }
        }

        @Test
        void ofAnotherProgramIsLeftAlone() throws Exception {
            sql("CREATE TABLE precious (a)");
            byte[] before = Files.readAllBytes(file());
            assertThatThrownBy(() -> SqliteStore.open(file()))
                    .hasMessage(file() + " is a database of another program");
            Files.writeString(directory.resolve("text"), "no database ".repeat(1_000));
            assertThatThrownBy(() -> SqliteStore.open(directory.resolve("text")))
                    .hasMessageContaining("is not a database of Purser");
            assertThat(before).hasSizeGreaterThan(1_000);
            sql("INSERT INTO precious VALUES (1)");
        }

        @Test
        void ofALaterVersionIsRefused() throws Exception {
            SqliteStore.open(file()).close();
            sql("PRAGMA user_version = 9");
            assertThatThrownBy(() -> SqliteStore.open(file()))
                    .hasMessage(file() + " has the format version 9; this Purser knows 1");
        }

        @Test
        void inAMissingDirectoryIsOneClearError() {
            Path missing = directory.resolve("missing/store.db");
            assertThatThrownBy(() -> SqliteStore.open(missing))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("cannot create " + missing);
        }

        @Test
        void shrinksAfterCompaction() throws IOException {
            long before;
            try (Store store = SqliteStore.open(file())) {
                long revision = create(store, "/a", large(100_000));
                for (int i = 0; i < 50; i++) {
                    revision = update(store, "/a", large(100_000), revision);
                }
                store.close();
                before = Files.size(file());
            }
            try (Store store = SqliteStore.open(file())) {
                store.compact(store.snapshot().revision());
            }
            assertThat(Files.size(file())).isLessThan(before / 10);
        }
    }

    @Nested
    class Damage {
        /// Writes something of everything: live, superseded, deleted, multi-page rows.
        private Store.Snapshot fill() {
            try (Store store = SqliteStore.open(file())) {
                for (int i = 0; i < 40; i++) {
                    String key = "/registry/configmaps/default/c" + i;
                    long revision = create(store, key, large(100 + 200 * i));
                    if (i % 2 == 0) {
                        revision = update(store, key, value("second " + i), revision);
                    }
                    if (i % 5 == 0) {
                        store.commit(
                                Transaction.of(
                                        new Transaction.Delete(key, revision, value("last"))));
                    }
                }
                store.compact(30);
                return store.snapshot();
            }
        }

        /// A flipped bit is noticed, or it hit what nobody reads (free pages, unused bytes) and
        /// nothing is different. It never changes what the store says.
        @Test
        void aFlippedBitNeverGoesUnnoticed() throws IOException {
            long seed = ThreadLocalRandom.current().nextLong();
            Random random = new Random(seed);
            Store.Snapshot written = fill();
            byte[] good = Files.readAllBytes(file());
            int noticed = 0;
            int flips = 400;
            for (int i = 0; i < flips; i++) {
                byte[] bad = good.clone();
                int at = random.nextInt(bad.length);
                bad[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file(), bad);
                try (Store store = SqliteStore.open(file())) {
                    assertThat(store.snapshot())
                            .as("seed %d, flip %d at byte %d", seed, i, at)
                            .isEqualTo(written);
                } catch (StoreException e) {
                    noticed++;
                    assertThat(e).hasMessageContaining(file().toString());
                }
                Files.deleteIfExists(directory.resolve("store.db-wal"));
                Files.deleteIfExists(directory.resolve("store.db-journal"));
            }
            assertThat(noticed).as("seed " + seed).isGreaterThan(flips / 2);
        }

        @Test
        void ofAValueNamesTheKey() throws Exception {
            fill();
            sql("UPDATE entry SET value = x'00' WHERE key LIKE '%/c39'");
            assertThatThrownBy(() -> SqliteStore.open(file()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith(
                            file() + " is damaged: the row of /registry/configmaps/default/c39 at")
                    .hasMessageContaining("restore the last backup");
        }

        @Test
        void thatMakesARowVanishIsNoticed() throws Exception {
            fill();
            sql("DELETE FROM entry WHERE key LIKE '%/c39'");
            assertThatThrownBy(() -> SqliteStore.open(file()))
                    .hasMessageMatching(".* is damaged: it holds \\d+ rows where \\d+ were .*");
        }
    }

    @Nested
    class NoRoom {
        private static final long MAX_BYTES = 1 << 20;

        @Test
        void isAClearErrorAndNothingIsHalfWritten() {
            Store.Snapshot before;
            try (Store store = SqliteStore.open(file(), MAX_BYTES)) {
                create(store, "/a", value("1"));
                before = store.snapshot();
                assertThatThrownBy(() -> create(store, "/big", large(2 << 20)))
                        .isInstanceOf(StoreException.class)
                        .hasMessageStartingWith("no room to write " + file());
                assertThat(store.snapshot()).isEqualTo(before);
            }
            try (Store store = SqliteStore.open(file())) {
                assertThat(store.snapshot()).isEqualTo(before);
            }
        }

        @Test
        void isOverWhenThereIsRoomAgain() {
            try (Store store = SqliteStore.open(file(), MAX_BYTES)) {
                long revision = create(store, "/a", large(300_000));
                long second = update(store, "/a", large(300_000), revision);
                assertThatThrownBy(() -> update(store, "/a", large(600_000), second))
                        .isInstanceOf(StoreException.class);
                store.compact(second);
                assertThat(update(store, "/a", large(600_000), second)).isEqualTo(second + 1);
            }
        }
    }

    @Nested
    class Subscribers {
        @Test
        void oneThatFailsStopsAllWriting() throws Exception {
            try (Store store = SqliteStore.open(file())) {
                store.subscribe(
                        1,
                        _ -> {
                            throw new IllegalStateException("broken subscriber");
                        });
                assertThatThrownBy(() -> create(store, "/a", value("1")))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("broken subscriber");
                assertThatThrownBy(() -> create(store, "/b", value("1")))
                        .isInstanceOf(StoreException.class);
            }
            try (Store store = SqliteStore.open(file())) {
                assertThat(store.snapshot().entries()).hasSize(1);
            }
        }
    }
}
