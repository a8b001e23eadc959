package dev.purser.cel.schema;

import dev.purser.cel.value.DurationText;
import dev.purser.cel.value.EvaluationException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts with the format `duration`: as Go writes them, or with words, `3 days`.
final class DurationFormat {
    private static final Pattern PART = Pattern.compile("([0-9]+)\\s*([A-Za-zµ]+)");
    private static final Map<String, Long> NANOSECONDS =
            Map.of(
                    "nano", 1L,
                    "micro", 1_000L,
                    "milli", 1_000_000L,
                    "sec", 1_000_000_000L,
                    "min", 60_000_000_000L,
                    "hour", 3_600_000_000_000L,
                    "day", 86_400_000_000_000L,
                    "week", 604_800_000_000_000L);
    private static final Map<String, String> SHORT =
            Map.ofEntries(
                    Map.entry("ns", "nano"),
                    Map.entry("us", "micro"),
                    Map.entry("µs", "micro"),
                    Map.entry("ms", "milli"),
                    Map.entry("s", "sec"),
                    Map.entry("m", "min"),
                    Map.entry("h", "hour"),
                    Map.entry("hr", "hour"),
                    Map.entry("d", "day"),
                    Map.entry("w", "week"),
                    Map.entry("wk", "week"));
    private static final List<String> LONG = List.copyOf(NANOSECONDS.keySet());

    private DurationFormat() {}

    static long nanoseconds(String text) {
        return DurationText.parse(text).orElseGet(() -> inWords(text));
    }

    private static long inWords(String text) {
        long total = 0;
        boolean known = false;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            String unit = unit(parts.group(2).toLowerCase(Locale.ROOT));
            if (!unit.isEmpty() && parts.group(1).length() < 10) {
                total += Long.parseLong(parts.group(1)) * NANOSECONDS.getOrDefault(unit, 0L);
                known = true;
            }
        }
        if (!known) {
            throw new EvaluationException(
                    "Invalid duration %s: unable to parse %s as duration".formatted(text, text));
        }
        return total;
    }

    private static String unit(String word) {
        String given = SHORT.get(word);
        return given != null
                ? given
                : LONG.stream().filter(word::startsWith).findFirst().orElse("");
    }
}
