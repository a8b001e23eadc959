package dev.purser.cel.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/// Points in time as RFC 3339 writes them.
public final class TimeText {
    private static final Pattern SHAPE =
            Pattern.compile(
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{1,2}:[0-9]{2}:[0-9]{2}([.,][0-9]+)?"
                            + "(Z|[+-][0-9]{2}:[0-9]{2})");

    private TimeText() {}

    public static Optional<Instant> parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text.replace(',', '.')).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public static String format(Instant time) {
        String text = DateTimeFormatter.ISO_INSTANT.format(time);
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, text.length() - 1).replaceAll("0+$", "") + "Z";
    }
}
