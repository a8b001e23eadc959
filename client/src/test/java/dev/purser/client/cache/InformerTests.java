package dev.purser.client.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.ManualTimers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InformerTests {
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Two pages and a bit.
    private static final int MANY = 1001;

    private final ManualTimers timers = new ManualTimers(Instant.EPOCH);
    private final FakeApi api = new FakeApi(timers, new Random(7));
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final Informer informer = informer();

    private Informer informer() {
        return new Informer(api, InformerOptions.all(CONFIG_MAPS), timers, new Random(7))
                .withIndex(ObjectIndex.byUid())
                .withHandler(new Recorder());
    }

    @AfterEach
    void close() {
        informer.close();
        timers.close();
    }

    private final class Recorder implements ObjectHandler {
        @Override
        public void added(KubeObject object) {
            heard.add("+" + object.name());
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            heard.add("~" + after.name());
        }

        @Override
        public void deleted(KubeObject last) {
            heard.add("-" + last.name());
        }
    }

    private KubeObject create(String name) {
        GroupVersionKind kind = new GroupVersionKind("", "v1", "ConfigMap");
        return api.create(CONFIG_MAPS, KubeObject.named(kind, "ns", name));
    }

    private void change(String name, String value) {
        KubeObject object = api.get(CONFIG_MAPS, "ns", name);
        object.json().putObject("data").put("key", value);
        api.update(CONFIG_MAPS, object);
    }

    private void delete(String name) {
        api.delete(new Api.ObjectRef(CONFIG_MAPS, "ns", name), DeleteOptions.defaults());
    }

    private void startAndSync() {
        informer.start();
        await(() -> informer.hasSynced() && api.watchCount() == 1);
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("heard %s", heard).isLessThan(deadline);
            timers.advance(Duration.ofMillis(10));
            Thread.onSpinWait();
        }
    }

    private boolean hasHeard(String... entries) {
        return heard.equals(List.of(entries));
    }

    @Nested
    class Following {
        @Test
        void beginsWithWhatIsThere() {
            create("a");
            startAndSync();

            assertThat(informer.cache().get("ns", "a")).isPresent();
            assertThat(heard).containsExactly("+a");
        }

        @Test
        void tellsEveryChangeInOrder() {
            startAndSync();
            create("a");
            change("a", "1");
            delete("a");

            await(() -> hasHeard("+a", "~a", "-a"));
            assertThat(informer.cache().list()).isEmpty();
        }

        @Test
        void keepsIndexesCurrent() {
            KubeObject created = create("a");
            startAndSync();
            assertThat(informer.cache().find(ObjectIndex.byUid(), created.uid())).hasSize(1);

            delete("a");
            await(() -> hasHeard("+a", "-a"));
            assertThat(informer.cache().find(ObjectIndex.byUid(), created.uid())).isEmpty();
        }

        @Test
        void endsWhenClosed() {
            startAndSync();
            informer.close();

            await(() -> api.watchCount() == 0);
        }

        @Test
        void takesNoHandlersAfterItsStart() {
            startAndSync();

            assertThatThrownBy(() -> informer.withHandler(new Recorder()))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class Interruptions {
        @Test
        void areMadeUpForByTheNextWatch() {
            create("a");
            startAndSync();
            api.breakWatches();
            change("a", "1");
            create("b");

            await(() -> hasHeard("+a", "~a", "+b"));
        }

        @Test
        void thatLoseTheHistoryAreMadeUpForByAList() {
            create("a");
            create("b");
            create("c");
            startAndSync();
            api.breakWatches();
            delete("a");
            change("b", "1");
            create("d");
            api.forgetHistory();

            await(() -> heard.size() == 6);
            assertThat(heard.subList(3, 6)).containsExactlyInAnyOrder("-a", "~b", "+d");
            assertThat(informer.cache().size()).isEqualTo(3);
        }

        @Test
        void ofTheFirstListAreRetriedWithGrowingPauses() {
            for (int i = 0; i < 5; i++) {
                api.faults()
                        .failNext(
                                call -> call.verb().equals("list"),
                                new ApiUnavailableException("away", new IOException()));
            }
            create("a");
            informer.start();

            await(informer::hasSynced);
            assertThat(api.faults().remaining()).isZero();
            assertThat(heard).containsExactly("+a");
            // Five pauses of at least half of 20, 40, 80, 160 and 320 milliseconds.
            assertThat(timers.instant()).isAfterOrEqualTo(Instant.EPOCH.plusMillis(310));
        }

        @Test
        void takesManyInPages() {
            for (int i = 0; i < MANY; i++) {
                create("o" + i);
            }
            AtomicInteger lists = countLists();
            startAndSync();

            assertThat(lists).hasValue(3);
            assertThat(versions(informer.cache().list())).isEqualTo(versions(present()));
            change("o1", "1");
            await(() -> heard.size() == MANY + 1);
        }

        @Test
        void listsInOneWhenPagesComeTooLate() {
            for (int i = 0; i < MANY; i++) {
                create("o" + i);
            }
            AtomicInteger lists = new AtomicInteger();
            api.faults()
                    .failNext(
                            call -> call.verb().equals("list") && lists.incrementAndGet() == 2,
                            StatusErrors.expired("the page is too old"));
            startAndSync();

            assertThat(versions(informer.cache().list())).isEqualTo(versions(present()));
            assertThat(tally()).isEqualTo(MANY);
        }

        /// A fault that never happens sees all calls.
        private AtomicInteger countLists() {
            AtomicInteger lists = new AtomicInteger();
            api.faults()
                    .failNext(
                            call -> {
                                if (call.verb().equals("list")) {
                                    lists.incrementAndGet();
                                }
                                return false;
                            },
                            new ApiUnavailableException("never", new IOException()));
            return lists;
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void ofAnyKindLeaveTheCacheEqualToTheServer(long seed) {
            Random random = new Random(seed);
            startAndSync();
            for (int i = 0; i < 300; i++) {
                disturb(random);
                write(random, "o" + random.nextInt(8));
            }

            await(() -> versions(informer.cache().list()).equals(versions(present())));
            // The handlers are told a moment after the cache has changed.
            await(() -> tally() == present().size());
        }

        private void disturb(Random random) {
            switch (random.nextInt(10)) {
                case 0 -> api.breakWatches();
                case 1 -> {
                    api.breakWatches();
                    api.forgetHistory();
                }
                case 2 -> timers.advance(Duration.ofMillis(random.nextInt(100)));
                default -> Thread.yield();
            }
        }

        private void write(Random random, String name) {
            boolean there = present().stream().anyMatch(object -> object.name().equals(name));
            if (!there) {
                create(name);
            } else if (random.nextBoolean()) {
                change(name, Integer.toString(random.nextInt()));
            } else {
                delete(name);
            }
        }

        private List<KubeObject> present() {
            return api.list(CONFIG_MAPS, "", ListOptions.all()).items();
        }

        private List<String> versions(List<KubeObject> objects) {
            return objects.stream()
                    .map(object -> object.name() + "@" + object.resourceVersion())
                    .sorted()
                    .toList();
        }

        /// Additions less deletions: what the handlers believe is there.
        private long tally() {
            return List.copyOf(heard).stream()
                    .mapToInt(entry ->
                            switch (entry.charAt(0)) {
                                case '+' -> 1;
                                case '-' -> -1;
                                default -> 0;
                            })
                    .sum();
        }
    }

    @Nested
    class End {
        @Test
        void tellsThatEverythingIsGone() {
            create("a");
            informer.start();
            await(() -> heard.contains("+a"));

            informer.end();

            await(() -> heard.contains("-a"));
            assertThat(informer.cache().size()).isZero();
            await(() -> api.watchCount() == 0);
        }
    }
}
