package dev.purser.node.eviction;

import dev.purser.node.settings.EvictionSettings;
import dev.purser.node.settings.Signal;
import dev.purser.node.settings.Threshold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What observations mean, with what was observed before: which conditions the node has, and which
/// thresholds something is to be done about. For one thread.
final class PressureState {
    private final List<Threshold> thresholds;
    private final Duration transition;
    private Map<Threshold, Instant> firstMet = Map.of();
    private Set<Threshold> unresolved = Set.of();
    private final Map<Pressure, Instant> lastSeen = new EnumMap<>(Pressure.class);

    PressureState(List<Threshold> thresholds, EvictionSettings settings) {
        this.thresholds = List.copyOf(thresholds);
        this.transition = settings.pressureTransition();
    }

    /// @param conditions that hold now, or did a short while ago
    /// @param due thresholds that are met for longer than their grace, the most urgent first
    record Judgement(Set<Pressure> conditions, List<Threshold> due) {}

    Judgement judge(Map<Signal, Observation> observed, Instant now) {
        Set<Threshold> met = new LinkedHashSet<>(met(observed, Reclaim.NOT_ASKED, thresholds));
        met.addAll(met(observed, Reclaim.ASKED, unresolved));
        Map<Threshold, Instant> since = new LinkedHashMap<>();
        for (Threshold each : met) {
            since.put(each, firstMet.getOrDefault(each, now));
            lastSeen.put(Pressure.of(each.signal()), now);
        }
        firstMet = since;
        List<Threshold> due =
                met.stream()
                        .filter(each ->
                                !since.getOrDefault(each, now).plus(each.grace()).isAfter(now))
                        .sorted(Comparator.comparingInt(PressureState::urgency))
                        .toList();
        unresolved = new LinkedHashSet<>(due);
        return new Judgement(conditions(now), due);
    }

    /// Whether every threshold is kept with the minimum reclaim on top.
    boolean isResolved(Map<Signal, Observation> observed) {
        return met(observed, Reclaim.ASKED, thresholds).isEmpty();
    }

    private Set<Pressure> conditions(Instant now) {
        Set<Pressure> conditions = EnumSet.noneOf(Pressure.class);
        lastSeen.forEach((pressure, seen) -> {
            if (Duration.between(seen, now).compareTo(transition) < 0) {
                conditions.add(pressure);
            }
        });
        return conditions;
    }

    private enum Reclaim {
        ASKED,
        NOT_ASKED
    }

    private static List<Threshold> met(
            Map<Signal, Observation> observed, Reclaim reclaim, Iterable<Threshold> thresholds) {
        List<Threshold> met = new ArrayList<>();
        for (Threshold each : thresholds) {
            Observation seen = observed.get(each.signal());
            if (seen != null && isMet(each, seen, reclaim)) {
                met.add(each);
            }
        }
        return met;
    }

    private static boolean isMet(Threshold threshold, Observation seen, Reclaim reclaim) {
        long least = threshold.value().of(seen.capacity());
        if (reclaim == Reclaim.ASKED) {
            least += threshold.minimumReclaim().map(more -> more.of(seen.capacity())).orElse(0L);
        }
        return seen.available() < least;
    }

    /// Memory comes before everything else, since the kernel does not wait.
    private static int urgency(Threshold threshold) {
        return Pressure.of(threshold.signal()) == Pressure.MEMORY ? 0 : 1;
    }
}
