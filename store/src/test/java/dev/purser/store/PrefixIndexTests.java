package dev.purser.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class PrefixIndexTests {
    private final PrefixIndex<Integer> index = new PrefixIndex<>();

    private List<Integer> under(String key) {
        List<Integer> found = new ArrayList<>();
        index.forEachPrefixOf(key, found::add);
        return found;
    }

    @Test
    void theLongestPrefixComesFirst() {
        index.add("", 0);
        index.add("/registry/", 1);
        index.add("/registry/pods/", 2);
        index.add("/registry/pods/", 3);
        index.add("/registry/podtemplates/", 4);
        index.add("/registry/pods/default/p", 5);
        assertThat(under("/registry/pods/default/p")).containsExactly(5, 2, 3, 1, 0);
        assertThat(under("/registry/pods/default/a")).containsExactly(2, 3, 1, 0);
        assertThat(under("/other")).containsExactly(0);
    }

    @Test
    void whatWasRemovedIsNotFound() {
        index.add("/a", 1);
        index.add("/a", 2);
        index.remove("/a", 1);
        assertThat(under("/a/b")).containsExactly(2);
        index.remove("/a", 2);
        assertThat(under("/a/b")).isEmpty();
    }

    @Test
    void randomPrefixesAgreeWithAScan() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        Map<String, Integer> model = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            String prefix = randomText(random, 4);
            if (model.putIfAbsent(prefix, i) == null) {
                index.add(prefix, i);
            }
        }
        for (int i = 0; i < 2_000; i++) {
            String key = randomText(random, 6);
            List<Integer> expected =
                    model.entrySet().stream()
                            .filter(e -> key.startsWith(e.getKey()))
                            .map(Map.Entry::getValue)
                            .toList();
            assertThat(under(key)).as("seed " + seed).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static String randomText(Random random, int maxLength) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(maxLength + 1);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }
}
