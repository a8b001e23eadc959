package dev.purser.cel.library;

import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.ToLongFunction;

/// Parts of times and lengths of time, `getHours()` and the like.
final class TimeFunctions {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;

    private TimeFunctions() {}

    static List<Function> all() {
        return List.of(
                ofTime("getFullYear", ZonedDateTime::getYear),
                ofTime("getMonth", time -> time.getMonthValue() - 1L),
                ofTime("getDayOfYear", time -> time.getDayOfYear() - 1L),
                ofTime("getDayOfMonth", time -> time.getDayOfMonth() - 1L),
                ofTime("getDate", ZonedDateTime::getDayOfMonth),
                ofTime("getDayOfWeek", time -> time.getDayOfWeek().getValue() % 7),
                ofBoth("getHours", ZonedDateTime::getHour, 3600 * SECOND),
                ofBoth("getMinutes", ZonedDateTime::getMinute, 60 * SECOND),
                ofBoth("getSeconds", ZonedDateTime::getSecond, SECOND),
                ofBoth("getMilliseconds", time -> time.getNano() / MILLISECOND, MILLISECOND));
    }

    private static Function ofTime(String name, ToLongFunction<ZonedDateTime> part) {
        return Function.known(name, arguments -> new Value.Int(part.applyAsLong(time(arguments))));
    }

    /// @param unit what a length of time is counted in
    private static Function ofBoth(String name, ToLongFunction<ZonedDateTime> part, long unit) {
        return Function.known(
                name,
                arguments ->
                        arguments.getFirst() instanceof Value.Span(long nanoseconds)
                                ? new Value.Int(nanoseconds / unit)
                                : new Value.Int(part.applyAsLong(time(arguments))));
    }

    private static ZonedDateTime time(List<Value> arguments) {
        if (!(arguments.getFirst() instanceof Value.Time(Instant time))) {
            throw EvaluationException.noSuchOverload();
        }
        return time.atZone(
                arguments.size() > 1 ? zone(Arguments.text(arguments, 1)) : ZoneOffset.UTC);
    }

    private static ZoneId zone(String name) {
        try {
            boolean offset = !name.isEmpty() && Character.isDigit(name.charAt(0));
            return offset ? ZoneId.of("+" + name) : ZoneId.of(name.isEmpty() ? "UTC" : name);
        } catch (DateTimeException e) {
            throw new EvaluationException("unknown time zone " + name);
        }
    }
}
