package dev.purser.server.flow;

import dev.purser.api.kind.flowcontrol.BootstrapFlows;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.time.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Makes a plan of the objects that there are. What must always be there, the exempt and the
/// catch-all level with their schemas, is put in when somebody has deleted it.
final class FlowPlanning {
    private static final String SCHEMA = "FlowSchema";

    private final int seats;
    private final Timers timers;
    private final LongSupplier clock;
    private final Map<String, FlowSchema> mandatorySchemas = new HashMap<>();
    private final Map<String, PriorityLevel> mandatoryLevels = new HashMap<>();

    /// @param seats of all levels together
    FlowPlanning(int seats, Timers timers, LongSupplier clock) {
        this.seats = seats;
        this.timers = timers;
        this.clock = clock;
        for (KubeObject object : BootstrapFlows.load().objects()) {
            boolean mandatory =
                    object.name().equals(PriorityLevel.EXEMPT)
                            || object.name().equals(PriorityLevel.CATCH_ALL);
            if (mandatory && object.kind().equals(SCHEMA)) {
                mandatorySchemas.put(object.name(), FlowSchema.of(object));
            } else if (mandatory) {
                PriorityLevel.of(object)
                        .ifPresent(level -> mandatoryLevels.put(level.name(), level));
            }
        }
    }

    /// @param before the levels of the plan before this one: those that stay keep their requests
    FlowPlan plan(
            Map<String, FlowSchema> schemas,
            Map<String, PriorityLevel> levels,
            Map<String, FlowLevel> before) {
        Map<String, PriorityLevel> allLevels = new HashMap<>(mandatoryLevels);
        allLevels.putAll(levels);
        Map<String, FlowSchema> allSchemas = new HashMap<>(mandatorySchemas);
        allSchemas.putAll(schemas);
        long shares = allLevels.values().stream().mapToLong(PriorityLevel::shares).sum();
        Map<String, FlowLevel> atWork = new HashMap<>();
        for (PriorityLevel level : allLevels.values()) {
            SeatQueues queues = queues(level, before.get(level.name()));
            SeatShares own = SeatShares.of(level, seats, shares);
            atWork.put(level.name(), new FlowLevel(level, own, queues));
        }
        List<FlowSchema> ordered = new ArrayList<>(allSchemas.values());
        FlowSchema catchAll = allSchemas.get(PriorityLevel.CATCH_ALL);
        return new FlowPlan(ordered, atWork, Objects.requireNonNull(catchAll));
    }

    private SeatQueues queues(PriorityLevel level, @Nullable FlowLevel before) {
        if (before == null) {
            return new SeatQueues(level, timers, clock);
        }
        before.queues().configure(level);
        return before.queues();
    }
}
