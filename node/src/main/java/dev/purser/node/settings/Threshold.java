package dev.purser.node.settings;

import java.time.Duration;
import java.util.Optional;

/// How little of a resource is too little.
///
/// @param grace for how long it may be too little; zero for a hard threshold
/// @param minimumReclaim how much more than the threshold has to be there again
public record Threshold(
        Signal signal,
        ThresholdValue value,
        Duration grace,
        Optional<ThresholdValue> minimumReclaim) {
    /// Whether pods are evicted at once.
    public boolean isHard() {
        return grace.isZero();
    }
}
