package dev.purser.external.template.sprig;

import dev.purser.api.codec.GoDuration;
import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Moment;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.TimeParser;
import dev.purser.external.template.value.Times;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import dev.purser.external.template.value.Whole;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Functions of times. The local time zone is UTC.
final class DateFunctions {
    private static final GoType STRING = GoType.STRING;
    private static final GoType ANY = GoType.ANY;
    private static final String DATE = "2006-01-02";
    private static final ZonedDateTime ZERO = ZonedDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final long SECOND = 1_000_000_000;
    private static final Map<String, Long> UNITS = units();

    private final InstantSource clock;

    private DateFunctions(InstantSource clock) {
        this.clock = clock;
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("y", 365 * 24 * 3600 * SECOND);
        units.put("mo", 30 * 24 * 3600 * SECOND);
        units.put("d", 24 * 3600 * SECOND);
        units.put("h", 3600 * SECOND);
        units.put("m", 60 * SECOND);
        units.put("s", SECOND);
        return units;
    }

    static void addTo(FunctionTable table, InstantSource clock) {
        DateFunctions dates = new DateFunctions(clock);
        table.add("now", _ -> new Moment(dates.now()));
        table.add("date", a -> dates.format(a.text(0), a.value(1), "Local"), STRING, ANY);
        table.add("htmlDate", a -> dates.format(DATE, a.value(0), "Local"), ANY);
        table.add(
                "dateInZone",
                a -> dates.format(a.text(0), a.value(1), a.text(2)),
                STRING,
                ANY,
                STRING);
        table.alias("date_in_zone", "dateInZone");
        table.add("htmlDateInZone", a -> dates.format(DATE, a.value(0), a.text(1)), ANY, STRING);
        table.add("dateModify", a -> modify(a, false), STRING, GoType.TIME);
        table.alias("date_modify", "dateModify");
        table.add("mustDateModify", a -> modify(a, true), STRING, GoType.TIME);
        table.alias("must_date_modify", "mustDateModify");
        table.add("toDate", a -> new Moment(parse(a).orElse(ZERO)), STRING, STRING);
        table.add("mustToDate", DateFunctions::mustParse, STRING, STRING);
        table.add(
                "unixEpoch", a -> Value.of(String.valueOf(a.time(0).toEpochSecond())), GoType.TIME);
        table.add("ago", a -> dates.ago(a.value(0)), ANY);
        table.add("duration", a -> duration(a.value(0)), ANY);
        table.add("durationRound", a -> dates.rounded(a.value(0)), ANY);
    }

    private ZonedDateTime now() {
        return clock.instant().atZone(ZoneOffset.UTC);
    }

    private ZonedDateTime time(Value value) {
        return switch (value) {
            case Moment moment -> moment.time();
            case Whole whole when !whole.kind().isUnsigned() ->
                    Instant.ofEpochSecond(
                                    Math.clamp(
                                            whole.value(),
                                            Instant.MIN.getEpochSecond() / 2,
                                            Instant.MAX.getEpochSecond() / 2))
                            .atZone(ZoneOffset.UTC);
            default -> now();
        };
    }

    private Value format(String layout, Value value, String zone) {
        ZoneId id = Times.zone(Utf8.decode(zone)).orElse(ZoneOffset.UTC);
        ZonedDateTime time = time(value).withZoneSameInstant(id);
        return Value.of(Utf8.encode(Times.format(time, Utf8.decode(layout))));
    }

    private static Value modify(Arguments arguments, boolean must) throws CallException {
        Optional<Duration> duration = GoDuration.read(Utf8.decode(arguments.text(0)));
        if (duration.isEmpty() && must) {
            throw new CallException("time: invalid duration ", arguments.text(0));
        }
        return new Moment(arguments.time(1).plus(duration.orElse(Duration.ZERO)));
    }

    private static Optional<ZonedDateTime> parse(Arguments arguments) {
        return TimeParser.parse(Utf8.decode(arguments.text(0)), Utf8.decode(arguments.text(1)));
    }

    private static Value mustParse(Arguments arguments) throws CallException {
        return new Moment(
                parse(arguments)
                        .orElseThrow(() ->
                                new CallException(
                                        "parsing time: the text is not written as ",
                                        arguments.text(0))));
    }

    private Value ago(Value value) {
        Duration past = Duration.between(time(value), now());
        long seconds = past.plusMillis(500).toSeconds();
        return inSeconds(seconds);
    }

    private static Value duration(Value value) {
        long seconds =
                switch (value) {
                    case Text text -> Casts.parseWhole(text.bytes(), 10).orElse(0L);
                    case Whole whole when whole.type().equals(GoType.INT64) -> whole.value();
                    default -> 0;
                };
        return inSeconds(seconds);
    }

    /// Seconds that are more than Go's durations hold overflow as they do there.
    private static Value inSeconds(long seconds) {
        return Value.of(Utf8.encode(GoDuration.text(Duration.ofNanos(seconds * SECOND))));
    }

    private Value rounded(Value value) {
        long size = Math.abs(nanoseconds(value));
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (size > unit.getValue()) {
                return Value.of(size / unit.getValue() + unit.getKey());
            }
        }
        return Value.of("0s");
    }

    private long nanoseconds(Value value) {
        return switch (value) {
            case Text text ->
                    GoDuration.read(Utf8.decode(text.bytes())).orElse(Duration.ZERO).toNanos();
            case Whole whole when whole.type().equals(GoType.INT64) -> whole.value();
            case Moment moment -> Duration.between(moment.time(), now()).toNanos();
            default -> 0;
        };
    }
}
