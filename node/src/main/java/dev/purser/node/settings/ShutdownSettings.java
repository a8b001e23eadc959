package dev.purser.node.settings;

import java.time.Duration;
import java.util.List;

/// How much time pods get when the node shuts down.
///
/// @param period for all pods together; zero for no order at all
/// @param criticalPeriod the part of it that is kept for critical pods
/// @param byPriority in its place: a time for pods from each priority on, lowest first
public record ShutdownSettings(
        Duration period, Duration criticalPeriod, List<PriorityPeriod> byPriority) {
    public ShutdownSettings {
        byPriority = List.copyOf(byPriority);
    }

    /// @param priority pods of this priority and above, up to the next entry's
    public record PriorityPeriod(int priority, Duration period) {}
}
