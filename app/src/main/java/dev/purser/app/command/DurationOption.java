package dev.purser.app.command;

import dev.purser.api.codec.GoDuration;
import java.time.Duration;

/// The values of options that are durations, as kube-apiserver's flags have them: `1m0s`, `90s`.
final class DurationOption {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private DurationOption() {}

    /// A duration of a millisecond or more.
    ///
    /// @param option what to name in the error
    /// @throws CommandFailure when the text is anything else
    static Duration parse(String option, String text) {
        return GoDuration.read(text)
                .filter(duration -> duration.compareTo(SHORTEST) >= 0)
                .orElseThrow(() ->
                        new CommandFailure(
                                "%s is a duration such as 30s or 1m30s, not %s"
                                        .formatted(option, text)));
    }
}
