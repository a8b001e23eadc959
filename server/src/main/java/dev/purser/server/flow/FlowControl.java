package dev.purser.server.flow;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.client.time.Timers;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.request.Query;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/// Holds requests back until it is their turn, by the FlowSchemas and PriorityLevelConfigurations
/// that are stored, as of the last write. Thread-safe.
public final class FlowControl {
    static final String GROUP = "flowcontrol.apiserver.k8s.io";

    /// How often levels lend and borrow anew.
    private static final Duration BORROWING = Duration.ofSeconds(10);

    /// However long a request may take, it waits no longer than this.
    private static final Duration PATIENCE_MAX = Duration.ofMinutes(1);

    private final Map<String, FlowSchema> schemas = new ConcurrentHashMap<>();
    private final Map<String, PriorityLevel> priorityLevels = new ConcurrentHashMap<>();
    private final Map<String, RetryAfter> refusals = new ConcurrentHashMap<>();
    private final WatchCensus watches = new WatchCensus();
    private final FlowMetrics metrics;
    private final FlowPlanning planning;
    private final WorkEstimator estimator;
    private final ProcessorTurns turns;
    private final Timers timers;
    private final LongSupplier clock;
    private volatile FlowPlan plan;
    private volatile boolean outdated;

    /// What control is built on.
    ///
    /// @param objects how many objects of the resource that is asked for are stored
    /// @param timers call back; whoever made them closes them
    /// @param clock nanoseconds that do not run backwards
    /// @param processors how many wide requests may use a processor at the same moment
    public record Surroundings(
            ToLongFunction<Attributes> objects,
            Timers timers,
            LongSupplier clock,
            int processors) {}

    /// Begins to follow the two kinds of objects, beginning with what there is.
    ///
    /// @param seats of all levels together
    public FlowControl(ObjectSource source, int seats, Surroundings surroundings) {
        this.timers = surroundings.timers();
        this.clock = surroundings.clock();
        this.planning = new FlowPlanning(seats, timers, clock);
        this.estimator = new WorkEstimator(surroundings.objects(), watches);
        this.turns = new ProcessorTurns(surroundings.processors(), timers);
        this.metrics = new FlowMetrics();
        this.plan = planning.plan(Map.of(), Map.of(), Map.of());
        source.follow(resource("prioritylevelconfigurations"), this::changeLevel);
        source.follow(resource("flowschemas"), this::changeSchema);
        borrowAgain();
    }

    static GroupVersionResource resource(String name) {
        return new GroupVersionResource(GROUP, "v1", name);
    }

    private void changeLevel(ObjectSource.Write write) {
        String name = write.object().name();
        priorityLevels.remove(name);
        if (write instanceof ObjectSource.Put) {
            PriorityLevel.of(write.object()).ifPresent(level -> priorityLevels.put(name, level));
        }
        outdated = true;
    }

    private void changeSchema(ObjectSource.Write write) {
        switch (write) {
            case ObjectSource.Put put ->
                    schemas.put(put.object().name(), FlowSchema.of(put.object()));
            case ObjectSource.Gone gone -> schemas.remove(gone.object().name());
        }
        outdated = true;
    }

    /// The plan as of the last write. It is made when it is needed, so that many writes one after
    /// another cost one plan.
    private FlowPlan plan() {
        return outdated ? replan() : plan;
    }

    private synchronized FlowPlan replan() {
        if (outdated) {
            outdated = false;
            plan =
                    planning.plan(
                            new HashMap<>(schemas), new HashMap<>(priorityLevels), plan.levels());
            metrics.note(SeatBorrowing.adjust(plan.levels().values()));
        }
        return plan;
    }

    private void borrowAgain() {
        synchronized (this) {
            metrics.note(SeatBorrowing.adjust(plan().levels().values()));
        }
        timers.after(BORROWING, this::borrowAgain);
    }

    /// What becomes of a request.
    public sealed interface Entry {
        /// The uid of the schema that it belongs to.
        String schemaUid();

        /// The uid of its priority level.
        String levelUid();
    }

    /// It may be carried out.
    public static final class Admitted implements Entry {
        private final FlowPlan.Choice choice;
        private final boolean takesTurns;
        private final Runnable end;

        private Admitted(FlowPlan.Choice choice, boolean takesTurns, Runnable end) {
            this.choice = choice;
            this.takesTurns = takesTurns;
            this.end = end;
        }

        /// Whether it is wide, and of a level that is held back: [ProcessorTurns] are for it.
        boolean takesTurns() {
            return takesTurns;
        }

        @Override
        public String schemaUid() {
            return choice.schema().uid();
        }

        @Override
        public String levelUid() {
            return choice.level().level().uid();
        }

        /// Gives its seats back; must be called, and may be called more than once.
        public void end() {
            end.run();
        }
    }

    /// It may not.
    ///
    /// @param retryAfter seconds after which it may be tried again
    public record Refused(String schemaUid, String levelUid, int retryAfter) implements Entry {}

    /// Waits until a request may be carried out.
    ///
    /// @param patience how long the request may take in all; a quarter of that it may wait
    public Entry enter(Identity identity, Attributes asked, Query query, Duration patience)
            throws InterruptedException {
        FlowPlan.Choice choice = plan().choose(identity, asked);
        FlowLevel level = choice.level();
        Width width = estimator.estimate(asked, query, level.widthMax());
        FlowMetrics.Flow flow =
                metrics.flow(level.level().name(), choice.schema().name(), asked.verb());
        flow.estimated(width.seatsMax());
        Optional<Turn> turn = level.queues().arrive(width, flowOf(choice, identity, asked));
        if (turn.isEmpty()) {
            flow.refused(level.level().queuing().isPresent() ? "queue-full" : "concurrency-limit");
            return refuse(choice);
        }
        if (!await(turn.get(), flow, quarter(patience))) {
            flow.refused("time-out");
            return refuse(choice);
        }
        boolean takesTurns =
                width.seats() >= ProcessorTurns.WIDE_SEATS && !level.level().isExempt();
        return new Admitted(choice, takesTurns, flow.running(turn.get(), clock));
    }

    private boolean await(Turn turn, FlowMetrics.Flow flow, Duration wait)
            throws InterruptedException {
        if (turn.isStarted()) {
            flow.waited(0, true);
            return true;
        }
        long came = clock.getAsLong();
        boolean started = false;
        flow.queued(turn.width().seatsMax());
        try {
            started = turn.await(wait);
        } finally {
            flow.queued(-turn.width().seatsMax());
            flow.waited(clock.getAsLong() - came, started);
        }
        return started;
    }

    private static Duration quarter(Duration patience) {
        Duration quarter = patience.dividedBy(4);
        return quarter.compareTo(PATIENCE_MAX) > 0 ? PATIENCE_MAX : quarter;
    }

    private static long flowOf(FlowPlan.Choice choice, Identity identity, Attributes asked) {
        boolean sharded =
                choice.level()
                        .level()
                        .queuing()
                        .filter(queuing -> queuing.queues() > 1)
                        .isPresent();
        FlowSchema schema = choice.schema();
        return sharded
                ? ShuffleSharding.flow(schema.name(), schema.distinguisher().of(identity, asked))
                : 0;
    }

    private Refused refuse(FlowPlan.Choice choice) {
        PriorityLevel level = choice.level().level();
        long now = TimeUnit.NANOSECONDS.toSeconds(clock.getAsLong());
        int retryAfter = refusals.computeIfAbsent(level.name(), _ -> new RetryAfter()).refuse(now);
        return new Refused(choice.schema().uid(), level.uid(), retryAfter);
    }

    /// For those who were admitted and are to take turns.
    ProcessorTurns turns() {
        return turns;
    }

    /// Counts a watch among those that make writes more work, until what is returned is run.
    public Runnable watching(Attributes watch) {
        AtomicBoolean going = new AtomicBoolean(true);
        watches.begin(watch);
        return () -> {
            if (going.compareAndSet(true, false)) {
                watches.end(watch);
            }
        };
    }

    /// What it measures.
    public MetricsSource metrics() {
        return text -> metrics.writeTo(text, plan().levels().values());
    }
}
