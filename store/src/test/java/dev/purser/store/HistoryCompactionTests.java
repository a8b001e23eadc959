package dev.purser.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HistoryCompactionTests {
    private static final long BYTES = 1 << 20;
    private final InMemoryStore store = new InMemoryStore();
    private final MultiVersionCache cache =
            MultiVersionCache.over(
                    store,
                    new CacheLimits(2, Duration.ofHours(1), 10, BYTES),
                    InstantSource.system());

    private void write(int times) {
        for (int i = 0; i < times; i++) {
            cache.commit(
                    Transaction.of(
                            new Transaction.Create("/" + cache.revision(), Value.of(new byte[0]))));
        }
    }

    private boolean isCompacted(long revision) {
        try {
            store.subscribe(revision, _ -> {}).close();
            return false;
        } catch (CompactedException _) {
            return true;
        }
    }

    @Test
    void theStoreForgetsWhatTheCacheForgot() {
        write(5);
        try (HistoryCompaction _ = HistoryCompaction.start(store, cache, Duration.ofMillis(1))) {
            while (!isCompacted(cache.oldestRevision() - 1)) {
                Thread.onSpinWait();
            }
            assertThat(isCompacted(cache.oldestRevision())).isFalse();
        }
    }

    @Test
    void aStoreThatFailsDoesNotEndIt() {
        store.close();
        HistoryCompaction compaction = HistoryCompaction.start(store, cache, Duration.ofMillis(1));
        assertThatThrownBy(() -> store.compact(1)).isInstanceOf(StoreException.class);
        assertThatCode(compaction::close).doesNotThrowAnyException();
    }
}
