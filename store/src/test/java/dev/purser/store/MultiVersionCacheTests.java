package dev.purser.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MultiVersionCacheTests {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration NO_WAIT = Duration.ZERO;
    private static final long MEMORY = 512L << 20;

    private final InMemoryStore store = new InMemoryStore();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private MultiVersionCache cache = open(CacheLimits.standard(MEMORY));

    private MultiVersionCache open(CacheLimits limits) {
        InstantSource clock = now::get;
        return MultiVersionCache.over(store, limits, clock);
    }

    private void reopen(CacheLimits limits) {
        cache.close();
        cache = open(limits);
    }

    @AfterEach
    void close() {
        cache.close();
    }

    private static Value value(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private long create(String key) {
        return commit(new Transaction.Create(key, value("1")));
    }

    private long commit(Transaction.Operation... operations) {
        return ((CommitResult.Committed) cache.commit(Transaction.of(operations))).revision();
    }

    private static List<String> keys(RevisionCache.Page page) {
        return page.entries().stream().map(Entry::key).toList();
    }

    private RevisionCache.Page list(String prefix, long revision, String after, int limit)
            throws CompactedException {
        return cache.list(new RevisionCache.ListQuery(prefix, revision, after, limit));
    }

    private static List<Long> revisions(RevisionCache.Watcher watcher, int count) throws Exception {
        List<Long> revisions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            revisions.add(watcher.next(PATIENCE).orElseThrow().revision());
        }
        return revisions;
    }

    @Nested
    class Reading {
        @Test
        void whatWasInTheStoreIsThere() {
            store.commit(Transaction.of(new Transaction.Create("/old", value("1"))));
            reopen(CacheLimits.standard(MEMORY));
            assertThat(cache.get("/old")).map(Entry::modRevision).hasValue(2L);
            assertThat(cache.revision()).isEqualTo(2);
        }

        @Test
        void aWriteIsVisibleWhenItReturns() {
            for (int i = 0; i < 100; i++) {
                long revision = create("/a/" + i);
                assertThat(cache.get("/a/" + i)).map(Entry::modRevision).hasValue(revision);
                assertThat(cache.revision()).isEqualTo(revision);
            }
            assertThat(cache.count("/a/")).isEqualTo(100);
        }

        @Test
        void writesPastTheCacheAreFollowed() {
            store.commit(Transaction.of(new Transaction.Create("/a", value("1"))));
            assertThat(cache.get("/a")).isPresent();
        }

        @Test
        void pagesOfOneListShareTheRevisionOfTheFirst() throws Exception {
            for (String name : List.of("a", "b", "c", "d", "e")) {
                create("/x/" + name);
            }
            RevisionCache.Page first = list("/x/", 0, "", 2);
            commit(new Transaction.Delete("/x/c", 4, value("1")));
            create("/x/cc");
            RevisionCache.Page second = list("/x/", first.revision(), "/x/b", 2);
            assertThat(keys(first)).containsExactly("/x/a", "/x/b");
            assertThat(first.remaining()).isEqualTo(3);
            assertThat(keys(second)).containsExactly("/x/c", "/x/d");
            assertThat(second.revision()).isEqualTo(first.revision());
            assertThat(second.remaining()).isEqualTo(1);
            assertThat(keys(list("/x/", 0, "", 0)))
                    .containsExactly("/x/a", "/x/b", "/x/cc", "/x/d", "/x/e");
        }

        @Test
        void theFutureCannotBeRead() {
            assertThatThrownBy(() -> list("/", 2, "", 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> cache.watch("/", 2))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void awaitDispatch(RevisionCache.Watcher watcher, long revision) {
        while (watcher.progressRevision() < revision) {
            Thread.onSpinWait();
        }
    }

    @Nested
    class Forgetting {
        @Test
        void allButTheNewestGoesOnRequest() throws Exception {
            create("/a");
            RevisionCache.Watcher watcher = cache.watch("/", cache.revision());
            long newest = create("/b");
            assertThat(revisions(watcher, 1)).containsExactly(newest);
            awaitDispatch(watcher, newest);
            cache.forgetHistory();
            assertThat(cache.oldestRevision()).isEqualTo(newest);
            assertThat(keys(list("/", newest, "", 0))).containsExactly("/a", "/b");
            assertThatThrownBy(() -> cache.watch("/", newest - 1))
                    .isInstanceOf(CompactedException.class);
        }

        @Test
        void onlySoManyRevisionsAreKept() throws Exception {
            reopen(new CacheLimits(3, Duration.ofHours(1), 10, MEMORY));
            for (int i = 0; i < 5; i++) {
                create("/" + i);
            }
            assertThat(cache.oldestRevision()).isEqualTo(3);
            assertThat(keys(list("/", 3, "", 0))).containsExactly("/0", "/1");
            assertThatThrownBy(() -> list("/", 2, "", 0))
                    .isInstanceOfSatisfying(
                            CompactedException.class,
                            e -> assertThat(e.oldestRevision()).isEqualTo(3));
            assertThatThrownBy(() -> cache.watch("/", 2)).isInstanceOf(CompactedException.class);
        }

        @Test
        void largeValuesAreForgottenBeforeTheyFillTheMemory() throws Exception {
            reopen(new CacheLimits(1_000, Duration.ofHours(1), 1_000, 100_000));
            long revision = create("/a");
            for (int i = 0; i < 300; i++) {
                revision =
                        commit(new Transaction.Update("/a", Value.of(new byte[1_000]), revision));
            }
            assertThat(cache.oldestRevision()).isBetween(revision - 100, revision - 99);
            assertThat(keys(list("/", revision - 99, "", 0))).containsExactly("/a");
        }

        @Test
        void afterLargeValuesThePastIsAsLongAsBefore() {
            reopen(new CacheLimits(1_000, Duration.ofHours(1), 1_000, 100_000));
            long revision = create("/a");
            for (int i = 0; i < 300; i++) {
                int size = i < 100 ? 10_000 : 10;
                revision = commit(new Transaction.Update("/a", Value.of(new byte[size]), revision));
            }
            assertThat(cache.oldestRevision()).isBetween(revision - 215, revision - 200);
        }

        @Test
        void aFewRevisionsAreKeptHoweverLarge() {
            reopen(new CacheLimits(1_000, Duration.ofHours(1), 1_000, 10));
            long revision = create("/a");
            for (int i = 0; i < 100; i++) {
                revision =
                        commit(new Transaction.Update("/a", Value.of(new byte[1_000]), revision));
            }
            assertThat(cache.oldestRevision()).isEqualTo(revision - 63);
        }

        @Test
        void aRevisionAgesFromWhenItWasSuperseded() throws Exception {
            create("/a");
            now.updateAndGet(t -> t.plus(Duration.ofHours(1)));
            RevisionCache.Page first = list("/", 0, "", 1);
            create("/b");
            now.updateAndGet(t -> t.plus(Duration.ofMinutes(4)));
            assertThat(keys(list("/", first.revision(), "", 0))).containsExactly("/a");
            now.updateAndGet(t -> t.plus(Duration.ofMinutes(2)));
            assertThatThrownBy(() -> list("/", first.revision(), "", 0))
                    .isInstanceOf(CompactedException.class);
            assertThat(keys(list("/", 0, "", 0))).containsExactly("/a", "/b");
        }

        @Test
        void theNewestRevisionIsNeverForgotten() throws Exception {
            long revision = create("/a");
            now.updateAndGet(t -> t.plus(Duration.ofDays(30)));
            assertThat(keys(list("/", revision, "", 0))).containsExactly("/a");
            cache.watch("/", revision).close();
        }
    }

    @Nested
    class Watching {
        @Test
        void eventsOfThePrefixComeInOrder() throws Exception {
            RevisionCache.Watcher watcher = cache.watch("/pods/", cache.revision());
            long created = create("/pods/a");
            create("/podtemplates/a");
            long updated = commit(new Transaction.Update("/pods/a", value("2"), created));
            long deleted = commit(new Transaction.Delete("/pods/a", updated, value("3")));
            assertThat(revisions(watcher, 3)).containsExactly(created, updated, deleted);
            assertThat(watcher.next(NO_WAIT)).isEmpty();
        }

        @Test
        void aWatchFromThePastGetsWhatItMissed() throws Exception {
            long first = create("/a");
            long second = create("/b");
            RevisionCache.Watcher watcher = cache.watch("/", first);
            long third = create("/c");
            assertThat(revisions(watcher, 2)).containsExactly(second, third);
        }

        @Test
        void allKeysOfATransactionAreEvents() throws Exception {
            RevisionCache.Watcher watcher = cache.watch("/", 1);
            commit(
                    new Transaction.Create("/a", value("1")),
                    new Transaction.Create("/b", value("1")));
            assertThat(watcher.next(PATIENCE).orElseThrow().change().key()).isEqualTo("/a");
            assertThat(watcher.progressRevision()).isEqualTo(1);
            assertThat(watcher.next(PATIENCE).orElseThrow().change().key()).isEqualTo("/b");
            assertThat(watcher.progressRevision()).isEqualTo(2);
        }

        @Test
        void progressFollowsChangesThatDoNotConcernTheReader() throws Exception {
            RevisionCache.Watcher watcher = cache.watch("/mine/", 1);
            RevisionCache.Watcher other = cache.watch("/other", 1);
            long revision = create("/other");
            other.next(PATIENCE);
            while (watcher.progressRevision() < revision) {
                Thread.onSpinWait();
            }
            assertThat(watcher.next(NO_WAIT)).isEmpty();
            assertThat(watcher.progressRevision()).isEqualTo(revision);
        }

        @Test
        void aReaderThatIsTooSlowIsGivenUp() throws Exception {
            reopen(new CacheLimits(1_000, Duration.ofHours(1), 5, MEMORY));
            RevisionCache.Watcher slow = cache.watch("/", cache.revision());
            RevisionCache.Watcher quick = cache.watch("/", cache.revision());
            for (int i = 0; i < 6; i++) {
                create("/" + i);
                assertThat(quick.next(PATIENCE)).isPresent();
            }
            while (!slow.isClosed()) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> slow.next(NO_WAIT)).isInstanceOf(CompactedException.class);
            assertThat(quick.isClosed()).isFalse();
        }

        @Test
        void aReaderWhomTooLargeEventsWaitForIsGivenUp() throws Exception {
            reopen(new CacheLimits(1_000, Duration.ofHours(1), 1_000, 3_000));
            RevisionCache.Watcher slow = cache.watch("/", cache.revision());
            RevisionCache.Watcher quick = cache.watch("/", cache.revision());
            for (int i = 0; i < 6; i++) {
                commit(new Transaction.Create("/" + i, Value.of(new byte[1_000])));
                assertThat(quick.next(PATIENCE)).isPresent();
            }
            while (!slow.isClosed()) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> slow.next(NO_WAIT)).isInstanceOf(CompactedException.class);
            assertThat(quick.isClosed()).isFalse();
        }

        @Test
        void whatWasMissedBeforeTheWatchDoesNotCountAsSlowness() throws Exception {
            reopen(new CacheLimits(1_000, Duration.ofHours(1), 5, MEMORY));
            for (int i = 0; i < 20; i++) {
                create("/" + i);
            }
            RevisionCache.Watcher watcher = cache.watch("/", 1);
            assertThat(revisions(watcher, 20)).hasSize(20);
        }

        @Test
        void aClosedWatchReturnsAtOnce() throws Exception {
            RevisionCache.Watcher watcher = cache.watch("/", 1);
            watcher.close();
            create("/a");
            assertThat(watcher.next(PATIENCE)).isEmpty();
            assertThat(watcher.isClosed()).isTrue();
        }

        @Test
        void closingTheCacheWakesItsReaders() throws Exception {
            RevisionCache.Watcher watcher = cache.watch("/", 1);
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Optional<RevisionCache.WatchEvent>> waiting =
                        executor.submit(() -> watcher.next(PATIENCE));
                cache.close();
                assertThat(waiting.get()).isEmpty();
            }
            assertThat(watcher.isClosed()).isTrue();
            assertThat(cache.watch("/", 1).isClosed()).isTrue();
        }

        @Test
        void manyReadersAndWritersAgreeOnOneOrder() throws Exception {
            int writers = 8;
            int writes = 100;
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<List<Long>>> readers = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    RevisionCache.Watcher watcher = cache.watch("/w", 1);
                    readers.add(executor.submit(() -> revisions(watcher, writers * writes)));
                }
                for (int writer = 0; writer < writers; writer++) {
                    String prefix = "/w" + writer + "/";
                    executor.submit(() -> {
                        for (int i = 0; i < writes; i++) {
                            create(prefix + i);
                            create("/noise" + prefix + i);
                        }
                    });
                }
                List<Long> first = readers.getFirst().get();
                assertThat(first).isSorted().doesNotHaveDuplicates();
                for (Future<List<Long>> reader : readers) {
                    assertThat(reader.get()).isEqualTo(first);
                }
            }
        }
    }
}
