package dev.purser.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What a [Store] promises whose contents outlive it.
public abstract class DurableStoreContract extends StoreContract {
    @Override
    protected Store reopened(Store store) throws Exception {
        store.close();
        return open();
    }

    @Nested
    class Reopening {
        @Test
        void everythingIsThereAgain() throws Exception {
            long a = create(store, "/a", "1");
            long b = create(store, "/b", "1");
            long changed = update(store, "/a", "2", a);
            long deleted = delete(store, "/b", "last words", b);
            List<Change> before = changesAfter(store, Store.FIRST_REVISION);
            store = reopened(store);
            assertThat(store.snapshot())
                    .isEqualTo(
                            new Store.Snapshot(
                                    deleted, List.of(new Entry("/a", value("2"), a, changed))));
            assertThat(changesAfter(store, Store.FIRST_REVISION)).isEqualTo(before);
        }

        @Test
        void conditionsHoldAcrossIt() throws Exception {
            long a = create(store, "/a", "1");
            store = reopened(store);
            assertThat(conflict(store, new Transaction.Create("/a", value("2"))).key())
                    .isEqualTo("/a");
            assertThat(update(store, "/a", "2", a)).isEqualTo(a + 1);
        }

        @Test
        void theCompactedRevisionIsRemembered() throws Exception {
            long a = create(store, "/a", "1");
            long b = update(store, "/a", "2", a);
            store.compact(b);
            store = reopened(store);
            assertThat(catchThrowable(() -> changesAfter(store, a)))
                    .isInstanceOf(CompactedException.class);
        }
    }
}
