package dev.purser.node.settings;

import java.time.Duration;
import java.util.List;

/// When pods have to go because the machine runs short of something.
///
/// @param pressureTransition for how long a condition of pressure stays after the pressure ended
/// @param maxPodGraceSeconds the most that pods get to end after a soft threshold; negative for
///   what they ask for themselves
public record EvictionSettings(
        List<Threshold> thresholds, Duration pressureTransition, int maxPodGraceSeconds) {
    public EvictionSettings {
        thresholds = List.copyOf(thresholds);
    }
}
