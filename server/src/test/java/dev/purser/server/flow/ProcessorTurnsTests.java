package dev.purser.server.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.client.testing.ManualTimers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProcessorTurnsTests {
    private final ManualTimers timers = new ManualTimers(Instant.EPOCH);
    private final ProcessorTurns turns = new ProcessorTurns(1, timers);

    private Thread asking(CountDownLatch had) {
        return Thread.ofVirtual()
                .start(() -> {
                    try (var _ = turns.take(turns.place())) {
                        had.countDown();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void nobodyHasATurnWhileAnotherDoes() throws Exception {
        CountDownLatch had = new CountDownLatch(1);
        try (var _ = turns.take(turns.place())) {
            awaitWaiting(asking(had));
            assertThat(had.getCount()).isEqualTo(1);
        }
        assertThat(had.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTurnThatTakesTooLongIsGivenToTheNext() throws Exception {
        CountDownLatch had = new CountDownLatch(1);
        try (var _ = turns.take(turns.place())) {
            awaitWaiting(asking(had));
            timers.advance(Duration.ofMillis(50));
            assertThat(had.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aTurnIsGivenBackOnce() throws Exception {
        ProcessorTurns.Lease lease = turns.take(turns.place());
        timers.advance(Duration.ofSeconds(1));
        lease.close();
        lease.close();
        CountDownLatch had = new CountDownLatch(1);
        try (var _ = turns.take(turns.place())) {
            awaitWaiting(asking(had));
            assertThat(had.getCount()).isEqualTo(1);
        }
        assertThat(had.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoGivesUpWaitingKeepsNoTurn() throws Exception {
        CountDownLatch had = new CountDownLatch(1);
        try (var _ = turns.take(turns.place())) {
            Thread waiting = asking(had);
            awaitWaiting(waiting);
            waiting.interrupt();
            waiting.join();
        }
        assertThat(had.getCount()).isEqualTo(1);
        turns.take(turns.place()).close();
    }

    @Test
    void whoWasAdmittedFirstGoesFirst() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        long early = turns.place();
        long late = turns.place();
        Thread second;
        Thread first;
        try (var _ = turns.take(turns.place())) {
            second = noting(late, "late", order);
            awaitWaiting(second);
            first = noting(early, "early", order);
            awaitWaiting(first);
        }
        first.join();
        second.join();
        assertThat(order).containsExactly("early", "late");
    }

    private Thread noting(long place, String name, List<String> order) {
        return Thread.ofVirtual()
                .start(() -> {
                    try (var _ = turns.take(place)) {
                        order.add(name);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Test
    void piecesMakeUpTheWhole() throws Exception {
        byte[] whole = new byte[200_001];
        new Random(7).nextBytes(whole);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream pieces = turns.pieces(turns.place(), out)) {
            pieces.write(whole[0]);
            pieces.write(whole, 1, 100_000);
            pieces.flush();
            assertThat(out.size()).isEqualTo(100_001);
            pieces.write(whole, 100_001, 100_000);
        }
        assertThat(out.toByteArray()).isEqualTo(whole);
    }

    @Test
    void betweenPiecesAnotherHasItsTurn() throws Exception {
        CountDownLatch had = new CountDownLatch(1);
        AtomicInteger pieces = new AtomicInteger();
        OutputStream target =
                new OutputStream() {
                    @Override
                    public void write(int value) {
                        throw new AssertionError("pieces are larger");
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        if (pieces.incrementAndGet() == 1) {
                            awaitWaiting(asking(had));
                        } else {
                            assertThat(had.getCount()).isZero();
                        }
                    }
                };
        try (OutputStream out = turns.pieces(turns.place(), target)) {
            out.write(new byte[150_000]);
        }
        assertThat(pieces).hasValue(3);
    }

    @Test
    void aClientThatHasGoneKeepsNoTurn() throws Exception {
        OutputStream gone =
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("gone");
                    }
                };
        assertThatThrownBy(() -> turns.pieces(turns.place(), gone).write(new byte[100_000]))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        turns.take(turns.place()).close();
    }
}
