package dev.purser.external.sync;

import dev.purser.api.codec.GoDuration;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Times that begin by a schedule of five fields (or `@daily` and its like) and last a while, in
/// UTC.
final class CronWindow {
    private static final Map<String, String> NAMED =
            Map.of(
                    "@yearly", "0 0 1 1 *",
                    "@annually", "0 0 1 1 *",
                    "@monthly", "0 0 1 * *",
                    "@weekly", "0 0 * * 0",
                    "@daily", "0 0 * * *",
                    "@midnight", "0 0 * * *",
                    "@hourly", "0 * * * *");
    private static final String MONTHS = "jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec";
    private static final String DAYS = "sun,mon,tue,wed,thu,fri,sat";
    private static final Duration LONGEST = Duration.ofDays(366);

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean anyDay;
    private final Duration length;

    private CronWindow(String[] fields, Duration length) {
        this.minutes = field(fields[0], 0, 59, "");
        this.hours = field(fields[1], 0, 23, "");
        this.days = field(fields[2], 1, 31, "");
        this.months = field(fields[3], 1, 12, MONTHS);
        this.weekdays = field(fields[4], 0, 6, DAYS);
        this.anyDay = isAny(fields[2]) || isAny(fields[4]);
        this.length = length.compareTo(LONGEST) > 0 ? LONGEST : length;
    }

    /// Reads a window; empty when the schedule or the duration makes no sense.
    static Optional<CronWindow> parse(String schedule, String duration) {
        String[] fields = NAMED.getOrDefault(schedule, schedule).trim().split("\\s+");
        if (fields.length != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CronWindow(fields, GoDuration.parse(duration)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isAny(String field) {
        return field.startsWith("*") || field.startsWith("?");
    }

    /// The numbers of a field.
    ///
    /// @param names of the numbers, from the least one on
    private static BitSet field(String text, int least, int most, String names) {
        BitSet numbers = new BitSet();
        for (String part : text.split(",")) {
            String[] rangeAndStep = part.split("/");
            String[] limits = rangeAndStep[0].split("-");
            int step = rangeAndStep.length > 1 ? Integer.parseInt(rangeAndStep[1]) : 1;
            int from = isAny(limits[0]) ? least : number(limits[0], least, names);
            int to = from;
            if (isAny(limits[0]) || (limits.length == 1 && rangeAndStep.length > 1)) {
                to = most;
            } else if (limits.length > 1) {
                to = number(limits[1], least, names);
            }
            if (from < least || to > most || from > to || step <= 0) {
                throw new IllegalArgumentException("out of range: " + part);
            }
            for (int number = from; number <= to; number += step) {
                numbers.set(number);
            }
        }
        return numbers;
    }

    private static int number(String text, int least, String names) {
        String[] known = names.split(",");
        for (int i = 0; i < known.length; i++) {
            if (known[i].equals(text.toLowerCase(Locale.ROOT))) {
                return least + i;
            }
        }
        return Integer.parseInt(text);
    }

    /// Whether the window is open at a moment: it began no longer ago than it lasts.
    boolean isOpen(Instant moment) {
        ZonedDateTime minute = moment.truncatedTo(ChronoUnit.MINUTES).atZone(ZoneOffset.UTC);
        Instant earliest = moment.minus(length);
        while (!minute.toInstant().isBefore(earliest)) {
            if (begins(minute)) {
                return true;
            }
            minute = isDay(minute) ? minute.minusMinutes(1) : endOfDayBefore(minute);
        }
        return false;
    }

    private static ZonedDateTime endOfDayBefore(ZonedDateTime minute) {
        return minute.truncatedTo(ChronoUnit.DAYS).minusMinutes(1);
    }

    private boolean begins(ZonedDateTime minute) {
        return minutes.get(minute.getMinute()) && hours.get(minute.getHour()) && isDay(minute);
    }

    /// Where both days of the month and of the week are given, either is enough.
    private boolean isDay(ZonedDateTime minute) {
        int weekday =
                minute.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : minute.getDayOfWeek().getValue();
        boolean ofMonth = days.get(minute.getDayOfMonth());
        boolean ofWeek = weekdays.get(weekday);
        boolean day = anyDay ? ofMonth && ofWeek : ofMonth || ofWeek;
        return day && months.get(minute.getMonthValue());
    }
}
