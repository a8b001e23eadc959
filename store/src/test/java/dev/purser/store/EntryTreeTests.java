package dev.purser.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntryTreeTests {
    private static Entry entry(String key, long revision) {
        return new Entry(key, Value.of(new byte[0]), 1, revision);
    }

    private static EntryTree of(String... keys) {
        EntryTree tree = EntryTree.empty();
        for (String key : keys) {
            tree = tree.with(entry(key, 1));
        }
        return tree;
    }

    private static List<String> keys(List<Entry> entries) {
        return entries.stream().map(Entry::key).toList();
    }

    @Test
    void anOldTreeKeepsItsEntries() {
        EntryTree before = of("/a", "/b");
        EntryTree after = before.without("/a").with(entry("/c", 2));
        assertThat(keys(before.list("", "", 0))).containsExactly("/a", "/b");
        assertThat(keys(after.list("", "", 0))).containsExactly("/b", "/c");
    }

    @Test
    void aRangeIsWhatStartsWithThePrefixAndFollowsTheKey() {
        EntryTree tree = of("/a", "/a/1", "/a/2", "/a/3", "/a0", "/b/1");
        assertThat(keys(tree.list("/a/", "", 0))).containsExactly("/a/1", "/a/2", "/a/3");
        assertThat(keys(tree.list("/a/", "/a/1", 1))).containsExactly("/a/2");
        assertThat(keys(tree.list("/a/", "/z", 0))).isEmpty();
        assertThat(keys(tree.list("/c", "", 0))).isEmpty();
        assertThat(tree.count("/a/", "")).isEqualTo(3);
        assertThat(tree.count("/a/", "/a/1")).isEqualTo(2);
        assertThat(tree.count("/a/", "/b")).isZero();
        assertThat(tree.count("", "")).isEqualTo(6);
    }

    @Test
    void keysOutOfOrderAreNoTree() {
        List<Entry> entries = List.of(entry("/b", 1), entry("/a", 1));
        assertThatThrownBy(() -> EntryTree.ofSorted(entries))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHundredThousandSortedKeysNeedNoDeepStack() {
        EntryTree tree = EntryTree.empty();
        for (int i = 0; i < 100_000; i++) {
            tree = tree.with(entry("/%06d".formatted(i), 1));
        }
        assertThat(tree.size()).isEqualTo(100_000);
        assertThat(tree.list("/09999", "", 0)).hasSize(10);
        // 3 * log2(n) is the most that this balance allows; a list-like tree has 100,000.
        assertThat(tree.depth()).isLessThan(51);
    }

    @Test
    void randomWritesAgreeWithASortedMap() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        TreeMap<String, Entry> model = new TreeMap<>();
        EntryTree tree =
                EntryTree.ofSorted(
                        IntStream.range(0, 100)
                                .mapToObj(i -> entry("/k/%03d".formatted(i), 1))
                                .peek(entry -> model.put(entry.key(), entry))
                                .toList());
        for (int step = 0; step < 5_000; step++) {
            String key = "/k/%03d".formatted(random.nextInt(300));
            if (random.nextInt(5) < 2) {
                tree = tree.without(key);
                model.remove(key);
            } else {
                Entry entry = entry(key, step);
                tree = tree.with(entry);
                model.put(key, entry);
            }
            String prefix = key.substring(0, 3 + random.nextInt(4));
            String after = "/k/%03d".formatted(random.nextInt(300));
            List<Entry> expected =
                    model.entrySet().stream()
                            .filter(e -> e.getKey().startsWith(prefix))
                            .filter(e -> e.getKey().compareTo(after) > 0)
                            .map(Map.Entry::getValue)
                            .toList();
            assertThat(tree.list(prefix, after, 0)).as("seed " + seed).isEqualTo(expected);
            assertThat(tree.count(prefix, after)).isEqualTo(expected.size());
            assertThat(tree.get(key).orElse(null)).isEqualTo(model.get(key));
            assertThat(tree.size()).isEqualTo(model.size());
        }
        assertThat(tree.depth()).as("seed " + seed).isLessThan(27);
    }
}
