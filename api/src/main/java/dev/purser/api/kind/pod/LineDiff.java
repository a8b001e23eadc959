package dev.purser.api.kind.pod;

import dev.purser.api.kind.pod.LineMatcher.Match;
import java.util.ArrayList;
import java.util.List;

/// The difference of two texts, line by line, in hunks with three lines around each change, as
/// `diff -u` writes it but without the two lines at its head.
public final class LineDiff {
    private static final int CONTEXT = 3;

    private final List<String> before;
    private final List<String> after;

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    public static String of(String before, String after) {
        return new LineDiff(before.lines().toList(), after.lines().toList()).hunks();
    }

    private String hunks() {
        StringBuilder text = new StringBuilder();
        List<Match> matches = matches();
        List<Match> group = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) {
            Match match = matches.get(i);
            boolean isEdge = i == 0 || i == matches.size() - 1;
            group.add(match);
            if (!isEdge && match.length() > 2 * CONTEXT) {
                append(group, text);
                group = new ArrayList<>(List.of(match));
            }
        }
        append(group, text);
        return text.toString();
    }

    /// Writes the lines between the end of the first match and the start of the last.
    private void append(List<Match> group, StringBuilder text) {
        if (group.size() < 2) {
            return;
        }
        Match first = group.getFirst();
        Match last = group.getLast();
        int lead = Math.min(CONTEXT, first.length());
        int trail = Math.min(CONTEXT, last.length());
        int beforeStart = first.before() + first.length() - lead;
        int afterStart = first.after() + first.length() - lead;
        text.append(
                "@@ -%s +%s @@\n"
                        .formatted(
                                range(beforeStart, last.before() + trail),
                                range(afterStart, last.after() + trail)));
        appendLines(' ', before, beforeStart, beforeStart + lead, text);
        for (int i = 1; i < group.size(); i++) {
            Match left = group.get(i - 1);
            Match right = group.get(i);
            appendLines('-', before, left.before() + left.length(), right.before(), text);
            appendLines('+', after, left.after() + left.length(), right.after(), text);
            int length = i == group.size() - 1 ? trail : right.length();
            appendLines(' ', before, right.before(), right.before() + length, text);
        }
    }

    private static String range(int start, int end) {
        int length = end - start;
        int first = length == 0 ? start : start + 1;
        return length == 1 ? Integer.toString(first) : first + "," + length;
    }

    private static void appendLines(
            char sign, List<String> lines, int start, int end, StringBuilder text) {
        for (String line : lines.subList(start, end)) {
            text.append(sign).append(line).append('\n');
        }
    }

    /// What both texts have in common, framed by matches at both ends that may be empty.
    private List<Match> matches() {
        List<Match> matches = new ArrayList<>(LineMatcher.match(before, after));
        Match end = new Match(before.size(), after.size(), 0);
        if (matches.isEmpty() || !startsBoth(matches.getFirst())) {
            matches.addFirst(new Match(0, 0, 0));
        }
        if (!matches.getLast().isFollowedBy(end)) {
            matches.add(end);
        }
        return matches;
    }

    private static boolean startsBoth(Match match) {
        return match.before() == 0 && match.after() == 0;
    }
}
