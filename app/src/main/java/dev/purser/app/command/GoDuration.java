package dev.purser.app.command;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as kube-apiserver's flags have them: `1m0s`, `90s`, `1.5h`.
final class GoDuration {
    private static final Pattern WHOLE = Pattern.compile("(\\d+(\\.\\d+)?(ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);

    private GoDuration() {}

    /// A duration greater than zero.
    ///
    /// @param option what to name in the error
    static Duration parse(String option, String text) {
        double millis = 0;
        if (WHOLE.matcher(text).matches()) {
            Matcher part = PART.matcher(text);
            while (part.find()) {
                millis +=
                        Double.parseDouble(part.group(1)) * MILLIS.getOrDefault(part.group(2), 0L);
            }
        }
        if (millis < 1) {
            throw new CommandFailure(
                    "%s is a duration such as 30s or 1m30s, not %s".formatted(option, text));
        }
        return Duration.ofMillis((long) millis);
    }
}
