package dev.purser.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [Store] promises. An implementation's tests extend this class, or
/// [DurableStoreContract] if it outlives its process.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
public abstract class StoreContract {
    protected Store store;

    /// Opens the store over this test's own medium, which is empty at the first call.
    protected abstract Store open() throws Exception;

    /// Closes the store and opens it again where that keeps its contents.
    protected Store reopened(Store store) throws Exception {
        return store;
    }

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    protected static Value value(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8));
    }

    protected static long create(Store store, String key, String value) {
        return committed(store, new Transaction.Create(key, value(value)));
    }

    protected static long update(Store store, String key, String value, long expected) {
        return committed(store, new Transaction.Update(key, value(value), expected));
    }

    protected static long delete(Store store, String key, String lastValue, long expected) {
        return committed(store, new Transaction.Delete(key, expected, value(lastValue)));
    }

    protected static long committed(Store store, Transaction.Operation... operations) {
        CommitResult result = store.commit(Transaction.of(operations));
        assertThat(result).isInstanceOf(CommitResult.Committed.class);
        return ((CommitResult.Committed) result).revision();
    }

    protected static CommitResult.Conflict conflict(Store store, Transaction.Operation... ops) {
        CommitResult result = store.commit(Transaction.of(ops));
        assertThat(result).isInstanceOf(CommitResult.Conflict.class);
        return (CommitResult.Conflict) result;
    }

    /// Everything the feed says after a revision, up to the newest one.
    protected static List<Change> changesAfter(Store store, long revision) throws Exception {
        List<Change> changes = new CopyOnWriteArrayList<>();
        store.subscribe(revision, changes::add).close();
        return changes;
    }

    @Nested
    class CompareAndSet {
        @Test
        void aNewStoreStandsAtTheFirstRevision() {
            assertThat(store.snapshot()).isEqualTo(new Store.Snapshot(1, List.of()));
        }

        @Test
        void theRevisionRisesByOneWithEveryTransaction() {
            assertThat(create(store, "/a", "1")).isEqualTo(2);
            assertThat(create(store, "/b", "1")).isEqualTo(3);
            assertThat(update(store, "/a", "2", 2)).isEqualTo(4);
            assertThat(delete(store, "/b", "last", 3)).isEqualTo(5);
            assertThat(store.snapshot())
                    .isEqualTo(new Store.Snapshot(5, List.of(new Entry("/a", value("2"), 2, 4))));
        }

        @Test
        void aKeyIsReadAsItsLastWriteLeftIt() {
            assertThat(store.get("/a")).isEmpty();
            long created = create(store, "/a", "1");
            long updated = update(store, "/a", "2", created);
            assertThat(store.get("/a")).contains(new Entry("/a", value("2"), created, updated));
            assertThat(store.isStale("/a")).isFalse();
            delete(store, "/a", "last", updated);
            assertThat(store.get("/a")).isEmpty();
        }

        @Test
        void anExistingKeyIsNotCreatedAgain() {
            long revision = create(store, "/a", "1");
            assertThat(conflict(store, new Transaction.Create("/a", value("2"))))
                    .isEqualTo(
                            new CommitResult.Conflict(
                                    "/a", new Entry("/a", value("1"), revision, revision)));
            assertThat(store.snapshot().revision()).isEqualTo(revision);
        }

        @Test
        void anUpdateOfAnOlderRevisionIsRefused() {
            long first = create(store, "/a", "1");
            long second = update(store, "/a", "2", first);
            assertThat(conflict(store, new Transaction.Update("/a", value("3"), first)))
                    .isEqualTo(
                            new CommitResult.Conflict(
                                    "/a", new Entry("/a", value("2"), first, second)));
        }

        @Test
        void whatIsNotThereIsNeitherUpdatedNorDeleted() {
            CommitResult.Conflict missing = new CommitResult.Conflict("/a", null);
            assertThat(conflict(store, new Transaction.Update("/a", value("1"), 1)))
                    .isEqualTo(missing);
            assertThat(conflict(store, new Transaction.Delete("/a", 1, value("1"))))
                    .isEqualTo(missing);
            assertThat(conflict(store, new Transaction.Update("/a", value("1"), 0)))
                    .isEqualTo(missing);
        }

        @Test
        void aDeletionOfAnOlderRevisionIsRefused() {
            long first = create(store, "/a", "1");
            update(store, "/a", "2", first);
            assertThat(conflict(store, new Transaction.Delete("/a", first, value("x"))).key())
                    .isEqualTo("/a");
            assertThat(store.snapshot().entries()).hasSize(1);
        }

        @Test
        void aDeletedKeyCanBeCreatedAgain() {
            long first = create(store, "/a", "1");
            delete(store, "/a", "1", first);
            long again = create(store, "/a", "2");
            assertThat(store.snapshot().entries())
                    .containsExactly(new Entry("/a", value("2"), again, again));
        }

        @Test
        void valuesOfAnySizeAndContentAreKept() {
            byte[] large = new byte[3 << 20];
            ThreadLocalRandom.current().nextBytes(large);
            committed(store, new Transaction.Create("/large", Value.of(large)));
            committed(store, new Transaction.Create("/empty", Value.of(new byte[0])));
            assertThat(store.snapshot().entries())
                    .extracting(Entry::value)
                    .containsExactly(Value.of(new byte[0]), Value.of(large));
        }

        @Test
        void keysAreOrderedAndMayHoldAnyCharacter() {
            create(store, "/z", "1");
            create(store, "/a/ü", "1");
            create(store, "/a'--", "1");
            create(store, "/a", "1");
            assertThat(store.snapshot().entries())
                    .extracting(Entry::key)
                    .containsExactly("/a", "/a'--", "/a/ü", "/z");
        }
    }

    @Nested
    class Transactions {
        @Test
        void severalKeysShareOneRevision() throws Exception {
            long a = create(store, "/a", "1");
            long b = create(store, "/b", "1");
            long revision =
                    committed(
                            store,
                            new Transaction.Create("/c", value("1")),
                            new Transaction.Update("/a", value("2"), a),
                            new Transaction.Delete("/b", b, value("gone")));
            assertThat(store.snapshot().entries())
                    .containsExactly(
                            new Entry("/a", value("2"), a, revision),
                            new Entry("/c", value("1"), revision, revision));
            assertThat(changesAfter(store, b))
                    .containsExactly(
                            new Change(
                                    revision,
                                    List.of(
                                            new Change.KeyChange(
                                                    "/c",
                                                    null,
                                                    new Entry("/c", value("1"), revision, revision),
                                                    null),
                                            new Change.KeyChange(
                                                    "/a",
                                                    new Entry("/a", value("1"), a, a),
                                                    new Entry("/a", value("2"), a, revision),
                                                    null),
                                            new Change.KeyChange(
                                                    "/b",
                                                    new Entry("/b", value("1"), b, b),
                                                    null,
                                                    value("gone")))));
        }

        @Test
        void oneConditionThatFailsLeavesAllAsItWas() throws Exception {
            long a = create(store, "/a", "1");
            assertThat(
                            conflict(
                                            store,
                                            new Transaction.Update("/a", value("2"), a),
                                            new Transaction.Create("/b", value("1")),
                                            new Transaction.Delete("/c", 1, value("x")))
                                    .key())
                    .isEqualTo("/c");
            assertThat(store.snapshot())
                    .isEqualTo(new Store.Snapshot(a, List.of(new Entry("/a", value("1"), a, a))));
            assertThat(changesAfter(store, a)).isEmpty();
        }
    }

    @Nested
    class Feed {
        @Test
        void aSubscriberHasTheChangeBeforeTheCommitReturns() throws Exception {
            List<Change> seen = new CopyOnWriteArrayList<>();
            store.subscribe(1, seen::add);
            long created = create(store, "/a", "1");
            assertThat(seen).extracting(Change::revision).containsExactly(created);
            long updated = update(store, "/a", "2", created);
            assertThat(seen).extracting(Change::revision).containsExactly(created, updated);
        }

        @Test
        void aLateSubscriberGetsWhatItMissedAndThenWhatFollows() throws Exception {
            long first = create(store, "/a", "1");
            long second = update(store, "/a", "2", first);
            long third = delete(store, "/a", "3", second);
            List<Change> seen = new CopyOnWriteArrayList<>();
            store.subscribe(first, seen::add);
            long fourth = create(store, "/b", "1");
            Entry atFirst = new Entry("/a", value("1"), first, first);
            Entry atSecond = new Entry("/a", value("2"), first, second);
            assertThat(seen)
                    .containsExactly(
                            change(second, "/a", atFirst, atSecond, null),
                            change(third, "/a", atSecond, null, value("3")),
                            change(
                                    fourth,
                                    "/b",
                                    null,
                                    new Entry("/b", value("1"), fourth, fourth),
                                    null));
        }

        private static Change change(
                long revision, String key, Entry previous, Entry current, Value last) {
            return new Change(
                    revision, List.of(new Change.KeyChange(key, previous, current, last)));
        }

        @Test
        void aClosedSubscriptionGetsNothingMore() throws Exception {
            List<Change> seen = new CopyOnWriteArrayList<>();
            Store.Subscription subscription = store.subscribe(1, seen::add);
            create(store, "/a", "1");
            subscription.close();
            create(store, "/b", "1");
            assertThat(seen).hasSize(1);
        }

        @Test
        void oneConsumerMaySubscribeTwice() throws Exception {
            AtomicInteger calls = new AtomicInteger();
            store.subscribe(1, _ -> calls.incrementAndGet());
            store.subscribe(1, _ -> calls.incrementAndGet());
            create(store, "/a", "1");
            assertThat(calls).hasValue(2);
        }

        @Test
        void theFutureCannotBeSubscribedTo() {
            assertThatThrownBy(() -> store.subscribe(2, _ -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Compaction {
        @Test
        void changesUpToTheRevisionAreGoneAndEntriesStay() throws Exception {
            long first = create(store, "/a", "1");
            long second = update(store, "/a", "2", first);
            long third = create(store, "/b", "1");
            store.compact(second);
            assertThatThrownBy(() -> store.subscribe(first, _ -> {}))
                    .isInstanceOfSatisfying(
                            CompactedException.class,
                            e -> assertThat(e.oldestRevision()).isEqualTo(second));
            assertThat(changesAfter(store, second))
                    .extracting(Change::revision)
                    .containsExactly(third);
            assertThat(store.snapshot().entries())
                    .extracting(Entry::value)
                    .containsExactly(value("2"), value("1"));
        }

        @Test
        void theSideBeforeAnUpdateSurvivesTheCompactionOfItsOwnRevision() throws Exception {
            long first = create(store, "/a", "1");
            long second = update(store, "/a", "2", first);
            store.compact(first);
            Entry previous = changesAfter(store, first).getFirst().keys().getFirst().previous();
            assertThat(previous).isEqualTo(new Entry("/a", value("1"), first, first));
            assertThat(second).isEqualTo(first + 1);
        }

        @Test
        void deletedKeysLeaveNothingAndTheRevisionDoesNotFallBack() throws Exception {
            long first = create(store, "/a", "1");
            long second = delete(store, "/a", "x", first);
            store.compact(second);
            store = reopened(store);
            assertThat(store.snapshot()).isEqualTo(new Store.Snapshot(second, List.of()));
            assertThat(create(store, "/a", "1")).isEqualTo(second + 1);
        }

        @Test
        void compactingAgainOrTooFarDoesNoHarm() throws Exception {
            long first = create(store, "/a", "1");
            store.compact(first);
            store.compact(1);
            store.compact(first + 100);
            assertThat(changesAfter(store, first)).isEmpty();
            long second = update(store, "/a", "2", first);
            assertThat(changesAfter(store, first))
                    .extracting(Change::revision)
                    .containsExactly(second);
        }
    }

    @Nested
    class Concurrency {
        @Test
        void manyWritersLoseNoUpdateAndTheFeedHasNoGap() throws Exception {
            int writers = 16;
            int increments = 25;
            List<Change> seen = new ArrayList<>();
            store.subscribe(1, seen::add);
            create(store, "/counter", "0");
            inParallel(
                    writers,
                    writer -> {
                        for (int i = 0; i < increments; i++) {
                            increment("/counter");
                            create(store, "/own/" + writer + "/" + i, "x");
                        }
                    });
            Store.Snapshot snapshot = store.snapshot();
            int total = writers * increments;
            assertThat(snapshot.entries()).hasSize(total + 1);
            assertThat(snapshot.entries().getFirst().value())
                    .isEqualTo(value(Integer.toString(total)));
            assertThat(seen).hasSize(2 * total + 1);
            for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i).revision()).isEqualTo(i + 2);
            }
        }

        @Test
        void oneOfManyCreatorsWins() throws Exception {
            AtomicInteger winners = new AtomicInteger();
            inParallel(
                    16,
                    writer -> {
                        Transaction create =
                                Transaction.of(new Transaction.Create("/a", value("by " + writer)));
                        if (store.commit(create) instanceof CommitResult.Committed) {
                            winners.incrementAndGet();
                        }
                    });
            assertThat(winners).hasValue(1);
        }

        private void increment(String key) {
            while (true) {
                Entry entry = store.snapshot().entries().getFirst();
                int next = Integer.parseInt(text(entry.value())) + 1;
                Transaction transaction =
                        Transaction.of(
                                new Transaction.Update(
                                        key, value(Integer.toString(next)), entry.modRevision()));
                if (store.commit(transaction) instanceof CommitResult.Committed) {
                    return;
                }
            }
        }

        private void inParallel(int threads, ThrowingConsumer work) throws Exception {
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> futures = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    int number = i;
                    Callable<Void> task =
                            () -> {
                                work.accept(number);
                                return null;
                            };
                    futures.add(executor.submit(task));
                }
                for (Future<?> future : futures) {
                    future.get();
                }
            }
        }
    }

    @Nested
    class Closing {
        @Test
        void aClosedStoreSaysSo() {
            store.close();
            store.close();
            assertThatThrownBy(() -> create(store, "/a", "1"))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("the store is closed");
        }
    }

    @Nested
    class Randomized {
        /// Runs random transactions against the store and against [StoreModel]; they must agree
        /// after every step. The name of a failure shows the seed.
        @RepeatedTest(4)
        void theStoreBehavesAsTheModel() throws Exception {
            long seed = ThreadLocalRandom.current().nextLong();
            StoreModel model = new StoreModel(seed);
            List<Change> seen = new CopyOnWriteArrayList<>();
            Store.Subscription subscription = store.subscribe(1, seen::add);
            for (int step = 0; step < 300; step++) {
                String where = "seed " + seed + ", step " + step;
                Transaction transaction = model.randomTransaction();
                assertThat(store.commit(transaction))
                        .as(where)
                        .isEqualTo(model.commit(transaction));
                assertThat(seen).as(where).hasSize(model.changes().size());
                if (model.oneIn(40)) {
                    store.compact(model.compact());
                }
                if (model.oneIn(60)) {
                    subscription.close();
                    store = reopened(store);
                    subscription = store.subscribe(model.revision(), seen::add);
                }
                if (model.oneIn(20)) {
                    assertThat(store.snapshot()).as(where).isEqualTo(model.snapshot());
                    long from = model.randomKnownRevision();
                    assertThat(changesAfter(store, from))
                            .as(where)
                            .isEqualTo(model.changesAfter(from));
                }
            }
            assertThat(seen).as("seed " + seed).isEqualTo(model.changes());
        }
    }

    protected static String text(Value value) {
        return new String(value.bytes(), StandardCharsets.UTF_8);
    }

    /// Work of one of several threads, by its number.
    protected interface ThrowingConsumer {
        void accept(int number) throws Exception;
    }

    /// The live entries as a map, for tests that compare by key.
    protected static Map<String, String> contents(Store store) {
        Map<String, String> contents = new HashMap<>();
        store.snapshot().entries().stream()
                .sorted(Comparator.comparing(Entry::key))
                .forEach(entry -> contents.put(entry.key(), text(entry.value())));
        return contents;
    }
}
