package dev.purser.node.pod;

import dev.purser.node.status.Waiting;
import java.time.Duration;

/// What came of the attempt to start a container.
sealed interface LaunchOutcome {
    /// It runs.
    record Started(String id) implements LaunchOutcome {}

    /// It was made, but did not start; this life has ended.
    record Failed(Waiting waiting) implements LaunchOutcome {}

    /// It could not be made; it is tried again when something changes, or after the pause.
    record NotYet(Waiting waiting, Duration pause) implements LaunchOutcome {}

    /// Its image is being fetched; the loop is woken when that has ended.
    record Fetching() implements LaunchOutcome {}
}
