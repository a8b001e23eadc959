package dev.purser.server.flow;

import dev.purser.client.time.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The seats of one priority level and the queues before them. Thread-safe.
///
/// Fair queuing for requests that occupy seats for a time which is not known before (KEP-1040,
/// after Demers, Keshav and Shenker): virtual time runs as seats are given out to each queue that
/// has something to do. Next comes the request that would be done first if every such queue had its
/// even part, so a queue that had much waits for those that had little.
final class SeatQueues {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Timers timers;
    private final LongSupplier clock;
    private final List<FlowQueue> queues = new ArrayList<>();

    /// Those of the queues in which requests wait.
    private final List<FlowQueue> pending = new ArrayList<>();

    private final SeatDemand demand;
    private PriorityLevel level;
    private int limit;
    private double virtualTime;
    private long lastNanos;
    private int lastDispatched = -1;
    private int arrivals;
    private int waiting;
    private int running;
    private int active;
    private int seatsWaiting;
    private int seatsInUse;

    /// Seats of a level, none yet.
    ///
    /// @param timers end the time that seats linger
    /// @param clock nanoseconds that do not run backwards
    SeatQueues(PriorityLevel level, Timers timers, LongSupplier clock) {
        this.timers = timers;
        this.clock = clock;
        this.lastNanos = clock.getAsLong();
        this.demand = new SeatDemand(lastNanos);
        this.level = level;
        configure(level);
    }

    /// Follows a change of the level. Queues that are too many are used up.
    synchronized void configure(PriorityLevel changed) {
        advance();
        level = changed;
        int wanted = changed.queuing().map(PriorityLevel.Queuing::queues).orElse(0);
        while (queues.size() < wanted) {
            queues.add(new FlowQueue(queues.size()));
        }
        dropUnwanted();
    }

    /// How many seats there are from now on.
    synchronized void limit(int seats) {
        advance();
        limit = level.isExempt() ? seats : Math.max(1, seats);
        dispatch();
    }

    /// A request comes, and starts at once if it can.
    ///
    /// @param flow what it belongs to, of [ShuffleSharding#flow]
    /// @return empty when it is refused
    synchronized Optional<Turn> arrive(Width width, long flow) {
        advance();
        Optional<PriorityLevel.Queuing> queuing = level.queuing();
        if (queuing.isEmpty()) {
            return arriveWithoutQueue(width);
        }
        FlowQueue queue = shortest(queuing.get(), flow);
        if (seatsInUse >= limit && queue.length() >= queuing.get().lengthLimit()) {
            return Optional.empty();
        }
        Turn turn = new Turn(this, queue, width.within(limit), virtualTime);
        enqueue(queue, turn);
        dispatch();
        return Optional.of(turn);
    }

    private Optional<Turn> arriveWithoutQueue(Width width) {
        if (!level.isExempt() && !fits(width.seatsMax())) {
            return Optional.empty();
        }
        Turn turn = new Turn(this, null, width, virtualTime);
        running++;
        seatsInUse += width.seatsMax();
        turn.start(lastNanos);
        noteDemand();
        return Optional.of(turn);
    }

    /// Of a flow's hand, the queue with the least to do. Where the look begins differs each time,
    /// so that equally short queues are used alike.
    private FlowQueue shortest(PriorityLevel.Queuing queuing, long flow) {
        int[] hand = ShuffleSharding.deal(flow, queuing.queues(), queuing.handSize());
        int first = Math.floorMod(arrivals++, hand.length);
        FlowQueue best = queues.get(hand[first]);
        for (int step = 1; step < hand.length; step++) {
            FlowQueue next = queues.get(hand[(first + step) % hand.length]);
            if (next.waitingWork() < best.waitingWork()) {
                best = next;
            }
        }
        return best;
    }

    private void enqueue(FlowQueue queue, Turn turn) {
        if (!queue.isActive()) {
            active++;
        }
        if (queue.length() == 0) {
            pending.add(queue);
        }
        queue.add(turn, virtualTime);
        waiting++;
        seatsWaiting += turn.width().seatsMax();
        noteDemand();
    }

    private void dispatch() {
        while (waiting > 0 && seatsInUse < limit) {
            FlowQueue queue = next();
            Turn head = queue.head();
            if (head == null || !fits(head.width().seatsMax())) {
                // What is too wide waits until there are seats enough; nothing overtakes it.
                return;
            }
            queue.start(head);
            lastDispatched = queue.index();
            leaveQueue(queue, head);
            running++;
            seatsInUse += head.width().seatsMax();
            head.start(lastNanos);
        }
        noteDemand();
    }

    /// The queue whose head would be done first; of equal ones, the first after the last that was
    /// dispatched from.
    private FlowQueue next() {
        FlowQueue best = pending.getFirst();
        double earliest = Double.MAX_VALUE;
        for (FlowQueue queue : pending) {
            Turn head = queue.head();
            double finish = head == null ? Double.MAX_VALUE : queue.headFinish(head);
            if (finish < earliest || (finish == earliest && distance(queue) < distance(best))) {
                best = queue;
                earliest = finish;
            }
        }
        return best;
    }

    private int distance(FlowQueue queue) {
        return Math.floorMod(queue.index() - lastDispatched - 1, queues.size());
    }

    private boolean fits(int seats) {
        return seats > limit ? running == 0 : seatsInUse + seats <= limit;
    }

    private void leaveQueue(FlowQueue queue, Turn turn) {
        waiting--;
        seatsWaiting -= turn.width().seatsMax();
        if (queue.length() == 0) {
            pending.remove(queue);
        }
    }

    /// A request has waited long enough.
    ///
    /// @return whether it was still waiting
    synchronized boolean giveUp(Turn turn) {
        FlowQueue queue = turn.queue();
        if (turn.isStarted() || queue == null) {
            return false;
        }
        advance();
        queue.remove(turn);
        leaveQueue(queue, turn);
        if (!queue.isActive()) {
            active--;
        }
        dropUnwanted();
        dispatch();
        return true;
    }

    synchronized boolean finish(Turn turn) {
        if (!turn.end()) {
            return false;
        }
        advance();
        running--;
        FlowQueue queue = turn.queue();
        if (queue != null) {
            queue.finish(turn, lastNanos - turn.startNanos());
            if (!queue.isActive()) {
                active--;
            }
        }
        Width width = turn.width();
        if (width.lingering().isZero()) {
            release(queue, width.seatsMax());
        } else {
            timers.after(width.lingering(), () -> releaseLater(queue, width.seatsMax()));
        }
        return true;
    }

    private synchronized void releaseLater(@Nullable FlowQueue queue, int seats) {
        advance();
        release(queue, seats);
    }

    private void release(@Nullable FlowQueue queue, int seats) {
        seatsInUse -= seats;
        if (queue != null) {
            queue.release(seats);
        }
        dropUnwanted();
        dispatch();
    }

    private void dropUnwanted() {
        int wanted = level.queuing().map(PriorityLevel.Queuing::queues).orElse(0);
        while (queues.size() > wanted && queues.getLast().isIdle()) {
            queues.removeLast();
        }
    }

    /// Lets virtual time run up to now; before anything changes that its speed depends on.
    private void advance() {
        long now = clock.getAsLong();
        double passed = Math.max(0, now - lastNanos) / NANOS_PER_SECOND;
        lastNanos = now;
        if (active > 0) {
            virtualTime += passed * Math.min(seatsInUse + seatsWaiting, limit) / active;
        }
    }

    private void noteDemand() {
        demand.set(seatsInUse + seatsWaiting, lastNanos);
    }

    /// Ends a period of observation.
    synchronized SeatDemand.Period endPeriod() {
        return demand.endPeriod(clock.getAsLong());
    }

    /// A view of a moment.
    ///
    /// @param demand of the last period
    record State(int limit, int waiting, int running, int seatsInUse, SeatDemand.Period demand) {}

    synchronized State state() {
        return new State(limit, waiting, running, seatsInUse, demand.last());
    }
}
