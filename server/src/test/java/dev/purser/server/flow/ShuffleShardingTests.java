package dev.purser.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShuffleShardingTests {
    @Test
    void aHandHasDistinctCardsOfTheDeck() {
        for (int user = 0; user < 1000; user++) {
            int[] hand =
                    ShuffleSharding.deal(ShuffleSharding.flow("schema", "user-" + user), 16, 6);
            assertThat(hand).hasSize(6).doesNotHaveDuplicates();
            assertThat(Arrays.stream(hand)).allMatch(card -> card >= 0 && card < 16);
        }
    }

    @Test
    void everyHandCanBeDealt() {
        Set<String> hands = new HashSet<>();
        for (long flow = 0; flow < 4 * 3 * 2; flow++) {
            hands.add(Arrays.toString(ShuffleSharding.deal(flow, 4, 3)));
        }
        assertThat(hands).hasSize(4 * 3 * 2);
    }

    @Test
    void aFlowIsTheSameEachTimeAndNoTwoAreMixedUp() {
        assertThat(ShuffleSharding.flow("a", "b")).isEqualTo(ShuffleSharding.flow("a", "b"));
        assertThat(ShuffleSharding.flow("a", "b")).isNotEqualTo(ShuffleSharding.flow("ab", ""));
    }

    /// KEP-1040 has the table: with 128 queues and hands of 6, one flood leaves hardly anybody
    /// without a queue of their own.
    @Test
    void hardlyAnybodyHasAWholeHandInCommonWithAFlood() {
        Set<Integer> flooded = new HashSet<>();
        for (int card : ShuffleSharding.deal(ShuffleSharding.flow("s", "flood"), 128, 6)) {
            flooded.add(card);
        }
        long squashed = 0;
        for (int user = 0; user < 10_000; user++) {
            int[] hand = ShuffleSharding.deal(ShuffleSharding.flow("s", "u" + user), 128, 6);
            squashed += Arrays.stream(hand).allMatch(flooded::contains) ? 1 : 0;
        }
        assertThat(squashed).isZero();
    }
}
