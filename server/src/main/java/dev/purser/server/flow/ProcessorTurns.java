package dev.purser.server.flow;

import dev.purser.client.time.Timers;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// Lets few wide requests at a time keep the processors busy, so that narrow ones, which take no
/// turns, find one free. Thread-safe.
///
/// Seats count requests, however long they wait for something; virtual threads on the other hand
/// give a processor up only when they wait. A hundred large lists, each within its seats, would
/// thus be a hundred pieces of work before each step of a small request. Here they take turns piece
/// by piece. Who was admitted first goes first: were they equal, all would end at the same late
/// moment, and until then no seat would come free.
final class ProcessorTurns {
    /// From this many seats on a request is wide.
    static final int WIDE_SEATS = 2;

    private static final int PIECE_BYTES = 64 * 1024;

    /// A turn ends after this time even while its client takes nothing.
    private static final Duration TURN_MAX = Duration.ofMillis(50);

    private final Timers timers;
    private final PriorityQueue<Waiter> waiters =
            new PriorityQueue<>(Comparator.comparingLong(Waiter::place));
    private int free;
    private long places;

    private record Waiter(long place, CountDownLatch turn) {}

    /// @param atOnce how many turns there are
    /// @param timers end those that take too long
    ProcessorTurns(int atOnce, Timers timers) {
        this.free = atOnce;
        this.timers = timers;
    }

    /// A place behind all those that were given before; good for many turns.
    synchronized long place() {
        return ++places;
    }

    /// Waits for a turn.
    Lease take(long place) throws InterruptedException {
        Waiter waiter = new Waiter(place, new CountDownLatch(1));
        synchronized (this) {
            if (free > 0) {
                free--;
                return new Lease();
            }
            waiters.add(waiter);
        }
        try {
            waiter.turn().await();
        } catch (InterruptedException e) {
            leave(waiter);
            throw e;
        }
        return new Lease();
    }

    private synchronized void leave(Waiter waiter) {
        if (!waiters.remove(waiter)) {
            next();
        }
    }

    private synchronized void next() {
        Waiter waiter = waiters.poll();
        if (waiter == null) {
            free++;
        } else {
            waiter.turn().countDown();
        }
    }

    /// A turn, until it is closed or its time is over. Closing it again does nothing.
    final class Lease implements AutoCloseable {
        private final AtomicBoolean held = new AtomicBoolean(true);
        private final Timers.Timer limit = timers.after(TURN_MAX, this::giveBack);

        private void giveBack() {
            if (held.compareAndSet(true, false)) {
                next();
            }
        }

        @Override
        public void close() {
            limit.close();
            giveBack();
        }
    }

    /// What is written to `out` takes a turn for each piece. Not thread-safe; closing it leaves
    /// `out` open.
    OutputStream pieces(long place, OutputStream out) {
        return new Pieces(place, out);
    }

    private final class Pieces extends FilterOutputStream {
        private final long place;
        private final byte[] piece = new byte[PIECE_BYTES];
        private int filled;

        Pieces(long place, OutputStream out) {
            super(out);
            this.place = place;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int count = Math.min(length - done, PIECE_BYTES - filled);
                System.arraycopy(bytes, offset + done, piece, filled, count);
                filled += count;
                done += count;
                if (filled == PIECE_BYTES) {
                    send();
                }
            }
        }

        // Only for speed: virtual threads are not interrupted for one another.
        @SuppressWarnings("ThreadPriorityCheck")
        private void send() throws IOException {
            try (var _ = turn()) {
                out.write(piece, 0, filled);
            }
            filled = 0;
            Thread.yield();
        }

        private Lease turn() throws InterruptedIOException {
            try {
                return take(place);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the server is stopping");
            }
        }

        @Override
        public void flush() throws IOException {
            try (var _ = turn()) {
                out.write(piece, 0, filled);
                out.flush();
            }
            filled = 0;
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
