package dev.purser.server.flow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Deals each flow a hand of queues: always the same for one flow, and for two flows hardly ever
/// the same. A flow that floods its own hand leaves most others a queue that is not flooded.
final class ShuffleSharding {
    private ShuffleSharding() {}

    /// A number that stands for a flow; nobody can choose a name to get a number.
    static long flow(String schema, String distinguisher) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(schema.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(distinguisher.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest()).order(ByteOrder.LITTLE_ENDIAN).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Deals distinct cards from a deck, each hand as likely as any other.
    ///
    /// @param size of the hand, at most that of the deck
    static int[] deal(long flow, int deck, int size) {
        int[] hand = new int[size];
        long rest = flow;
        for (int card = 0; card < size; card++) {
            int left = deck - card;
            int chosen = (int) Long.remainderUnsigned(rest, left);
            rest = Long.divideUnsigned(rest, left);
            hand[card] = undealt(hand, card, chosen);
        }
        return hand;
    }

    /// The card at this place among those that were not dealt yet. The dealt ones are kept sorted
    /// in a copy, so that each of them that is passed moves the place by one.
    private static int undealt(int[] hand, int dealt, int place) {
        int[] sorted = java.util.Arrays.copyOf(hand, dealt);
        java.util.Arrays.sort(sorted);
        int card = place;
        for (int each : sorted) {
            if (each <= card) {
                card++;
            }
        }
        return card;
    }
}
