package dev.purser.api.kind.batch;

import dev.purser.api.codec.GoDuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks schedules of five fields, or named ones like `@daily` and `@every 1h`, and words its
/// complaints as the parser that Kubernetes uses does.
final class CronSchedule {
    private static final Map<String, Integer> MONTHS =
            Map.ofEntries(
                    Map.entry("jan", 1),
                    Map.entry("feb", 2),
                    Map.entry("mar", 3),
                    Map.entry("apr", 4),
                    Map.entry("may", 5),
                    Map.entry("jun", 6),
                    Map.entry("jul", 7),
                    Map.entry("aug", 8),
                    Map.entry("sep", 9),
                    Map.entry("oct", 10),
                    Map.entry("nov", 11),
                    Map.entry("dec", 12));
    private static final Map<String, Integer> DAYS =
            Map.of("sun", 0, "mon", 1, "tue", 2, "wed", 3, "thu", 4, "fri", 5, "sat", 6);
    private static final List<Bounds> FIELDS =
            List.of(
                    new Bounds(0, 59, Map.of()),
                    new Bounds(0, 23, Map.of()),
                    new Bounds(1, 31, Map.of()),
                    new Bounds(1, 12, MONTHS),
                    new Bounds(0, 6, DAYS));
    private static final Set<String> NAMED =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final String EVERY = "@every ";

    private CronSchedule() {}

    /// What a field may hold.
    private record Bounds(long min, long max, Map<String, Integer> names) {}

    /// Why a text is no schedule.
    private static final class BadSchedule extends Exception {
        private static final long serialVersionUID = 1;

        BadSchedule(String message) {
            super(message);
        }
    }

    /// What is wrong with a schedule; empty when nothing is.
    static Optional<String> complaint(String schedule) {
        try {
            parse(schedule);
            return Optional.empty();
        } catch (BadSchedule e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void parse(String schedule) throws BadSchedule {
        String rest = withoutZone(schedule);
        if (rest.startsWith("@")) {
            parseNamed(rest);
            return;
        }
        List<String> fields = words(rest);
        if (fields.size() != FIELDS.size()) {
            throw new BadSchedule(
                    "expected exactly 5 fields, found %d: [%s]"
                            .formatted(fields.size(), String.join(" ", fields)));
        }
        for (int i = 0; i < fields.size(); i++) {
            parseField(fields.get(i), FIELDS.get(i));
        }
    }

    private static String withoutZone(String schedule) throws BadSchedule {
        if (!schedule.startsWith("TZ=") && !schedule.startsWith("CRON_TZ=")) {
            return schedule;
        }
        int space = schedule.indexOf(' ');
        if (space < 0) {
            throw new BadSchedule(
                    "invalid schedule format: runtime error: slice bounds out of range [:-1]");
        }
        String zone = schedule.substring(schedule.indexOf('=') + 1, space);
        if (!TimeZones.isKnown(zone)) {
            throw new BadSchedule(
                    "provided bad location %s: %s".formatted(zone, TimeZones.unknown(zone)));
        }
        return schedule.substring(space).strip();
    }

    private static void parseNamed(String name) throws BadSchedule {
        if (NAMED.contains(name)) {
            return;
        }
        if (!name.startsWith(EVERY)) {
            throw new BadSchedule("unrecognized descriptor: " + name);
        }
        Optional<String> wrong = GoDuration.complaint(name.substring(EVERY.length()));
        if (wrong.isPresent()) {
            throw new BadSchedule("failed to parse duration %s: %s".formatted(name, wrong.get()));
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[\\s\\u0085\\p{Z}]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static void parseField(String field, Bounds bounds) throws BadSchedule {
        for (String range : field.split(",", -1)) {
            if (!range.isEmpty()) {
                parseRange(range, bounds);
            }
        }
    }

    private static void parseRange(String text, Bounds bounds) throws BadSchedule {
        String[] rangeAndStep = text.split("/", -1);
        String[] limits = rangeAndStep[0].split("-", -1);
        long start = bounds.min();
        long end = bounds.max();
        boolean isStar = limits[0].equals("*") || limits[0].equals("?");
        if (!isStar) {
            start = number(limits[0], bounds);
            if (limits.length > 2) {
                throw new BadSchedule("too many hyphens: " + text);
            }
            end = limits.length == 2 ? number(limits[1], bounds) : start;
        }
        long step = 1;
        if (rangeAndStep.length > 2) {
            throw new BadSchedule("too many slashes: " + text);
        }
        if (rangeAndStep.length == 2) {
            step = integer(rangeAndStep[1]);
            end = limits.length == 1 ? bounds.max() : end;
        }
        requireOrder(start, end, bounds, text);
        if (step == 0) {
            throw new BadSchedule("step of range should be a positive number: " + text);
        }
    }

    private static void requireOrder(long start, long end, Bounds bounds, String text)
            throws BadSchedule {
        if (start < bounds.min()) {
            throw new BadSchedule(
                    "beginning of range (%d) below minimum (%d): %s"
                            .formatted(start, bounds.min(), text));
        }
        if (end > bounds.max()) {
            throw new BadSchedule(
                    "end of range (%d) above maximum (%d): %s".formatted(end, bounds.max(), text));
        }
        if (start > end) {
            throw new BadSchedule(
                    "beginning of range (%d) beyond end of range (%d): %s"
                            .formatted(start, end, text));
        }
    }

    private static long number(String text, Bounds bounds) throws BadSchedule {
        Integer named = bounds.names().get(text.toLowerCase(Locale.ROOT));
        return named != null ? named : integer(text);
    }

    private static long integer(String text) throws BadSchedule {
        if (!text.matches("[+-]?[0-9]+")) {
            throw badInteger(text, "invalid syntax");
        }
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw badInteger(text, "value out of range");
        }
        if (number < 0) {
            throw new BadSchedule("negative number (%d) not allowed: %s".formatted(number, text));
        }
        return number;
    }

    private static BadSchedule badInteger(String text, String why) {
        return new BadSchedule(
                "failed to parse int from %s: strconv.Atoi: parsing \"%s\": %s"
                        .formatted(text, text, why));
    }
}
