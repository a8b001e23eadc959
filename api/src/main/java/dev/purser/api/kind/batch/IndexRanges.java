package dev.purser.api.kind.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Sets of completion indexes written as `1,3-5,7`.
///
/// @param total how many indexes there are
/// @param error why the text is not such a set; empty when it is
record IndexRanges(List<Range> ranges, long total, String error) {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,10}");

    /// Indexes from first to last, both included.
    record Range(long first, long last) {}

    /// Reads a text.
    ///
    /// @param completions all indexes must be below this
    static IndexRanges parse(String text, long completions) {
        if (text.isEmpty()) {
            return new IndexRanges(List.of(), 0, "");
        }
        List<Range> ranges = new ArrayList<>();
        long total = 0;
        for (String part : text.split(",", -1)) {
            Parsed parsed = parseRange(part, completions);
            if (parsed.range().isEmpty()) {
                return failed(parsed.error());
            }
            Range range = parsed.range().get();
            if (!ranges.isEmpty() && ranges.getLast().last() >= range.first()) {
                return failed(order(ranges.getLast().last(), range.first()));
            }
            total += range.last() - range.first() + 1;
            ranges.add(range);
        }
        return new IndexRanges(ranges, total, "");
    }

    private static IndexRanges failed(String error) {
        return new IndexRanges(List.of(), 0, error);
    }

    boolean isValid() {
        return error.isEmpty();
    }

    /// What makes sense of a text, whatever else is in it.
    static List<Range> readable(String text, long completions) {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            parseRange(part, completions).range().ifPresent(ranges::add);
        }
        return ranges;
    }

    /// The first index that is in both lists, as a merge of the two finds it; each is in order.
    static Optional<Long> overlap(List<Range> left, List<Range> right) {
        int l = 0;
        int r = 0;
        while (l < left.size() && r < right.size()) {
            Range one = left.get(l);
            Range other = right.get(r);
            if (one.first() <= other.last() && other.first() <= one.last()) {
                return Optional.of(Math.max(one.first(), other.first()));
            }
            if (one.first() <= other.first()) {
                l++;
            } else {
                r++;
            }
        }
        return Optional.empty();
    }

    private record Parsed(Optional<Range> range, String error) {}

    private static Parsed parseRange(String text, long completions) {
        String[] limits = text.split("-", -1);
        if (limits.length > 2) {
            return wrong(
                    ("the fragment \"%s\" violates the requirement that an index interval can have"
                                    + " at most two parts separated by '-'")
                            .formatted(text));
        }
        for (String limit : limits) {
            if (!INTEGER.matcher(limit).matches()) {
                return wrong("cannot convert string to integer for index: \"%s\"".formatted(limit));
            }
            if (Long.parseLong(limit) >= completions) {
                return wrong("too large index: \"%s\"".formatted(limit));
            }
        }
        long first = Long.parseLong(limits[0]);
        long last = Long.parseLong(limits[limits.length - 1]);
        if (limits.length == 2 && first >= last) {
            return wrong(order(first, last));
        }
        return new Parsed(Optional.of(new Range(first, last)), "");
    }

    private static Parsed wrong(String error) {
        return new Parsed(Optional.empty(), error);
    }

    private static String order(long previous, long current) {
        return "non-increasing order, previous: %d, current: %d".formatted(previous, current);
    }
}
