package dev.purser.external.template.run;

import dev.purser.external.template.run.Function.Body;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Moment;
import dev.purser.external.template.value.Printing;
import dev.purser.external.template.value.Times;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import dev.purser.external.template.value.Whole;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/// The methods of times that templates use.
final class TimeMethods {
    private static final int WEEK = 7;
    private static final long NANOS_OF_SECOND = 1_000_000_000;
    private static final long MICROS_OF_SECOND = 1_000_000;

    private TimeMethods() {}

    static Optional<Function> find(Moment moment, String name) {
        ZonedDateTime time = moment.time();
        return switch (name) {
            case "Format" ->
                    Optional.of(
                            new Function(
                                    List.of(GoType.STRING),
                                    false,
                                    a -> Value.of(format(time, a.text(0)))));
            case "AddDate" ->
                    Optional.of(
                            new Function(
                                    List.of(GoType.INT, GoType.INT, GoType.INT),
                                    false,
                                    a -> addDate(time, a)));
            case "Year" -> of(_ -> Value.of(time.getYear()));
            case "Month" -> of(_ -> new Whole(GoType.MONTH, time.getMonthValue()));
            case "Day" -> of(_ -> Value.of(time.getDayOfMonth()));
            case "Hour" -> of(_ -> Value.of(time.getHour()));
            case "Minute" -> of(_ -> Value.of(time.getMinute()));
            case "Second" -> of(_ -> Value.of(time.getSecond()));
            case "Nanosecond" -> of(_ -> Value.of(time.getNano()));
            case "YearDay" -> of(_ -> Value.of(time.getDayOfYear()));
            case "Weekday" ->
                    of(_ -> new Whole(GoType.WEEKDAY, time.getDayOfWeek().getValue() % WEEK));
            case "Unix" -> of(_ -> Value.int64(time.toEpochSecond()));
            case "UnixMilli" -> of(_ -> Value.int64(time.toInstant().toEpochMilli()));
            case "UnixNano" ->
                    of(_ -> Value.int64(time.toEpochSecond() * NANOS_OF_SECOND + time.getNano()));
            case "UnixMicro" ->
                    of(_ ->
                            Value.int64(
                                    time.toEpochSecond() * MICROS_OF_SECOND
                                            + time.getNano() / 1000));
            case "UTC", "Local" -> of(_ -> new Moment(time.withZoneSameInstant(ZoneOffset.UTC)));
            case "String" -> of(_ -> Value.of(Printing.show(moment)));
            case "IsZero" -> of(_ -> Value.of(time.getYear() == 1 && time.getDayOfYear() == 1));
            default -> Optional.empty();
        };
    }

    private static Optional<Function> of(Body body) {
        return Optional.of(new Function(List.of(), false, body));
    }

    private static String format(ZonedDateTime time, String layout) {
        return Utf8.encode(Times.format(time, Utf8.decode(layout)));
    }

    /// Days that a month does not have are of the next one.
    private static Value addDate(ZonedDateTime time, Arguments arguments) {
        ZonedDateTime first =
                time.withDayOfMonth(1).plusYears(arguments.whole(0)).plusMonths(arguments.whole(1));
        return new Moment(first.plusDays(time.getDayOfMonth() - 1L + arguments.whole(2)));
    }
}
