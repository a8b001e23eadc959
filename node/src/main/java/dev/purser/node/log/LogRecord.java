package dev.purser.node.log;

import dev.purser.client.node.LogRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;

/// One line of a log file: `2026-11-23T01:30:00.123456789Z stdout F text`.
///
/// The tag is `F` for the end of a line, `P` for a part of one; more tags may follow a colon, and
/// are not known here.
final class LogRecord {
    private static final DateTimeFormatter NANOSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX");

    private final OffsetDateTime time;
    private final LogRequest.Stream stream;
    private final byte[] line;
    private final int start;
    private final int end;

    private LogRecord(
            OffsetDateTime time, LogRequest.Stream stream, byte[] line, int start, int end) {
        this.time = time;
        this.stream = stream;
        this.line = line;
        this.start = start;
        this.end = end;
    }

    /// Reads a line, with its line feed if it has one; empty when it is no record.
    static Optional<LogRecord> parse(byte[] line) {
        int afterTime = indexOf(line, ' ', 0);
        int afterStream = indexOf(line, ' ', afterTime + 1);
        int afterTag = indexOf(line, ' ', afterStream + 1);
        if (afterTime < 0 || afterStream < 0 || afterTag < 0) {
            return Optional.empty();
        }
        Optional<LogRequest.Stream> stream = stream(text(line, afterTime + 1, afterStream));
        String tag = text(line, afterStream + 1, afterTag);
        boolean isPart = tag.equals("P") || tag.startsWith("P:");
        boolean endsLine = line[line.length - 1] == '\n';
        int end = isPart && endsLine ? line.length - 1 : line.length;
        try {
            OffsetDateTime time = OffsetDateTime.parse(text(line, 0, afterTime));
            return stream.map(known -> new LogRecord(time, known, line, afterTag + 1, end));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LogRequest.Stream> stream(String name) {
        return switch (name) {
            case "stdout" -> Optional.of(LogRequest.Stream.STDOUT);
            case "stderr" -> Optional.of(LogRequest.Stream.STDERR);
            default -> Optional.empty();
        };
    }

    private static int indexOf(byte[] line, char wanted, int from) {
        for (int i = from; i < line.length; i++) {
            if (line[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static String text(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    OffsetDateTime time() {
        return time;
    }

    LogRequest.Stream stream() {
        return stream;
    }

    /// What the container wrote, with the line feed that ended its line.
    byte[] content() {
        return Arrays.copyOfRange(line, start, end);
    }

    /// The time with nine digits of the second, and a space.
    byte[] timePrefix() {
        return (NANOSECONDS.format(time) + " ").getBytes(StandardCharsets.UTF_8);
    }
}
