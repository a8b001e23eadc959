package dev.purser.api.codec;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// Reads RFC 3339 times as Kubernetes does, with its error texts, and writes them in UTC.
///
/// Where the layout has no fraction, one is accepted and cut off; where it has one, exactly its
/// number of digits is demanded (`metav1.Time`, `metav1.MicroTime`).
enum GoTime {
    SECONDS("2006-01-02T15:04:05Z07:00", "", "uuuu-MM-dd'T'HH:mm:ss'Z'"),
    MICROS("2006-01-02T15:04:05.000000Z07:00", ".000000", "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    private static final List<String> ELEMENTS =
            List.of("2006", "-", "01", "-", "02", "T", "15", ":", "04", ":", "05");

    private final String layout;
    private final String fraction;
    private final DateTimeFormatter output;

    GoTime(String layout, String fraction, String output) {
        this.layout = layout;
        this.fraction = fraction;
        this.output = DateTimeFormatter.ofPattern(output);
    }

    /// The time in canonical form.
    String canonical(String text) throws DecodingException {
        Cursor cursor = new Cursor(text);
        int[] numbers = new int[6];
        int count = 0;
        for (String element : ELEMENTS) {
            if (Character.isDigit(element.charAt(0))) {
                numbers[count++] = cursor.digits(element);
            } else {
                cursor.literal(element);
            }
        }
        int nanos = cursor.fraction(fraction);
        int offsetSeconds = cursor.offset();
        cursor.end();
        try {
            LocalDateTime local =
                    LocalDateTime.of(
                            numbers[0],
                            numbers[1],
                            numbers[2],
                            numbers[3],
                            numbers[4],
                            numbers[5],
                            nanos);
            return OffsetDateTime.of(local, ZoneOffset.ofTotalSeconds(offsetSeconds))
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .format(output);
        } catch (DateTimeException e) {
            throw new DecodingException(
                    "parsing time %s: %s out of range".formatted(quoted(text), culprit(numbers)));
        }
    }

    private static String culprit(int[] numbers) {
        if (numbers[1] < 1 || numbers[1] > 12) {
            return "month";
        }
        if (numbers[3] > 23) {
            return "hour";
        }
        if (numbers[4] > 59) {
            return "minute";
        }
        return numbers[5] > 59 ? "second" : "day";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Walks through the text, element by element of the layout.
    private final class Cursor {
        private final String text;
        private int position;

        Cursor(String text) {
            this.text = text;
        }

        int digits(String element) throws DecodingException {
            int end = position + element.length();
            if (end > text.length() || !isDigits(position, end)) {
                throw mismatch(element);
            }
            int number = Integer.parseInt(text.substring(position, end));
            position = end;
            return number;
        }

        void literal(String element) throws DecodingException {
            if (!text.startsWith(element, position)) {
                throw mismatch(element);
            }
            position += element.length();
        }

        /// The nanoseconds of the fraction, which the layout demands, or the text has anyway.
        int fraction(String element) throws DecodingException {
            int end = position;
            if (end < text.length() && (text.charAt(end) == '.' || text.charAt(end) == ',')) {
                end++;
                while (end < text.length() && isDigits(end, end + 1)) {
                    end++;
                }
            }
            int digits = end - position - 1;
            if (element.isEmpty() ? digits == 0 : digits != element.length() - 1) {
                throw mismatch(element.isEmpty() ? "Z07:00" : element);
            }
            if (digits <= 0) {
                return 0;
            }
            String nanos = (text.substring(position + 1, end) + "000000000").substring(0, 9);
            position = end;
            return Integer.parseInt(nanos);
        }

        int offset() throws DecodingException {
            if (text.startsWith("Z", position)) {
                position++;
                return 0;
            }
            boolean wellFormed =
                    text.length() >= position + 6
                            && "+-".indexOf(text.charAt(position)) >= 0
                            && isDigits(position + 1, position + 3)
                            && text.charAt(position + 3) == ':'
                            && isDigits(position + 4, position + 6);
            if (!wellFormed) {
                throw mismatch("Z07:00");
            }
            int hours = Integer.parseInt(text.substring(position + 1, position + 3));
            int minutes = Integer.parseInt(text.substring(position + 4, position + 6));
            if (hours > 18 || minutes > 59) {
                throw new DecodingException(
                        "parsing time %s: time zone offset hour out of range"
                                .formatted(quoted(text)));
            }
            int seconds = hours * 3600 + minutes * 60;
            int sign = text.charAt(position) == '-' ? -1 : 1;
            position += 6;
            return sign * seconds;
        }

        void end() throws DecodingException {
            if (position < text.length()) {
                throw new DecodingException(
                        "parsing time %s: extra text: %s"
                                .formatted(quoted(text), quoted(text.substring(position))));
            }
        }

        private boolean isDigits(int from, int to) {
            for (int i = from; i < to; i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
            return true;
        }

        private DecodingException mismatch(String element) {
            return new DecodingException(
                    "parsing time %s as %s: cannot parse %s as %s"
                            .formatted(
                                    quoted(text),
                                    quoted(layout),
                                    quoted(text.substring(position)),
                                    quoted(element)));
        }
    }
}
