package dev.purser.server.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One queue of a level: requests that wait, first come first served, and what of it is being
/// carried out. Used under the lock of its [SeatQueues].
final class FlowQueue {
    private final int index;
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private double waitingWork;
    private int running;
    private int seatsInUse;

    /// When, in virtual time, its next request starts.
    private double nextStart;

    FlowQueue(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }

    int length() {
        return waiting.size();
    }

    double waitingWork() {
        return waitingWork;
    }

    @Nullable Turn head() {
        return waiting.peekFirst();
    }

    /// Whether it takes part in the division of seats.
    boolean isActive() {
        return running > 0 || !waiting.isEmpty();
    }

    /// Whether nothing of it is left, lingering seats included.
    boolean isIdle() {
        return !isActive() && seatsInUse == 0;
    }

    void add(Turn turn, double virtualTime) {
        if (!isActive()) {
            nextStart = virtualTime;
        }
        waiting.addLast(turn);
        waitingWork += turn.width().work();
        catchUp();
    }

    boolean remove(Turn turn) {
        boolean removed = waiting.remove(turn);
        if (removed) {
            waitingWork = waiting.isEmpty() ? 0 : waitingWork - turn.width().work();
            catchUp();
        }
        return removed;
    }

    /// The head begins to be carried out.
    void start(Turn head) {
        remove(head);
        running++;
        seatsInUse += head.width().seatsMax();
        nextStart += head.width().work();
        catchUp();
    }

    /// A request took so long; what was expected of it is put right.
    void finish(Turn turn, long nanos) {
        running--;
        nextStart += Width.work(turn.width().seats(), nanos - Width.EXPECTED_SERVICE.toNanos());
        catchUp();
    }

    void release(int seats) {
        seatsInUse -= seats;
    }

    /// When, in virtual time, the head would be done.
    double headFinish(Turn head) {
        return nextStart + head.width().work();
    }

    /// A queue that could not use its part must not save it up: nothing starts before it came.
    private void catchUp() {
        Turn head = waiting.peekFirst();
        if (head != null) {
            nextStart = Math.max(nextStart, head.arrival());
        }
    }
}
