package dev.purser.api.kind.pod;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds what two texts have in common as Python's `difflib` does, which Kubernetes' library
/// follows: the longest common block of lines first, then the same on both sides of it.
///
/// Lines that occur very often in a long text are passed over when a block is looked for.
final class LineMatcher {
    private static final int LONG_TEXT = 200;

    private final List<String> before;
    private final List<String> after;
    private final Map<String, List<Integer>> places = new HashMap<>();
    private final List<Match> matches = new ArrayList<>();

    /// A stretch of lines that are in both texts.
    record Match(int before, int after, int length) {
        boolean isFollowedBy(Match next) {
            return before + length == next.before && after + length == next.after;
        }
    }

    /// A stretch of each text, from the first line to before the last.
    private record Window(int from, int to, int otherFrom, int otherTo) {}

    private LineMatcher(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
        for (int i = 0; i < after.size(); i++) {
            places.computeIfAbsent(after.get(i), line -> new ArrayList<>()).add(i);
        }
        int size = after.size();
        if (size >= LONG_TEXT) {
            places.values().removeIf(found -> found.size() > size / 100 + 1);
        }
    }

    /// The common stretches in their order; none touches the next.
    static List<Match> match(List<String> before, List<String> after) {
        LineMatcher matcher = new LineMatcher(before, after);
        matcher.match(new Window(0, before.size(), 0, after.size()));
        return matcher.matches;
    }

    private void match(Window window) {
        Match longest = longest(window);
        if (longest.length == 0) {
            return;
        }
        int end = longest.before + longest.length;
        int otherEnd = longest.after + longest.length;
        match(new Window(window.from, longest.before, window.otherFrom, longest.after));
        add(longest);
        match(new Window(end, window.to, otherEnd, window.otherTo));
    }

    private void add(Match match) {
        Match last = matches.isEmpty() ? null : matches.getLast();
        if (last != null && last.isFollowedBy(match)) {
            matches.set(
                    matches.size() - 1,
                    new Match(last.before, last.after, last.length + match.length));
        } else {
            matches.add(match);
        }
    }

    private Match longest(Window window) {
        Match best = new Match(window.from, window.otherFrom, 0);
        Map<Integer, Integer> lengths = Map.of();
        for (int i = window.from; i < window.to; i++) {
            Map<Integer, Integer> longer = new HashMap<>();
            for (int j : places.getOrDefault(before.get(i), List.of())) {
                if (j < window.otherFrom || j >= window.otherTo) {
                    continue;
                }
                int length = lengths.getOrDefault(j - 1, 0) + 1;
                longer.put(j, length);
                if (length > best.length) {
                    best = new Match(i - length + 1, j - length + 1, length);
                }
            }
            lengths = longer;
        }
        return extend(best, window);
    }

    /// Takes in frequent lines on both sides of a block.
    private Match extend(Match match, Window window) {
        int start = match.before;
        int otherStart = match.after;
        while (start > window.from
                && otherStart > window.otherFrom
                && before.get(start - 1).equals(after.get(otherStart - 1))) {
            start--;
            otherStart--;
        }
        int end = match.before + match.length;
        int otherEnd = match.after + match.length;
        while (end < window.to
                && otherEnd < window.otherTo
                && before.get(end).equals(after.get(otherEnd))) {
            end++;
            otherEnd++;
        }
        return new Match(start, otherStart, end - start);
    }
}
