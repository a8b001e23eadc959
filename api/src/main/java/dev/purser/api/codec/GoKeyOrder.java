package dev.purser.api.codec;

import java.util.Comparator;

/// The order in which Go's YAML writer puts keys: numbers in them count by their size, `a2` before
/// `a10`, and letters come behind all else.
///
/// As there, it is no order where a number stands against a letter (`a10` before `a1b`, `a1b`
/// before `a2`, and `a2` before `a10`). So it sorts maps, which take that, but not lists.
enum GoKeyOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String first, String second) {
        int[] a = first.codePoints().toArray();
        int[] b = second.codePoints().toArray();
        int common = Math.min(a.length, b.length);
        for (int i = 0; i < common; i++) {
            if (a[i] != b[i]) {
                return different(a, b, i);
            }
        }
        return Integer.compare(a.length, b.length);
    }

    private static int different(int[] a, int[] b, int place) {
        boolean letter = Character.isLetter(a[place]);
        boolean otherLetter = Character.isLetter(b[place]);
        if (letter != otherLetter) {
            return Boolean.compare(letter, otherLetter);
        }
        return letter ? Integer.compare(a[place], b[place]) : numbers(a, b, place);
    }

    private static int numbers(int[] a, int[] b, int place) {
        boolean zero = a[place] == '0' || b[place] == '0';
        int before = zero && followsNumber(a, place) ? 1 : 0;
        int end = end(a, place);
        int otherEnd = end(b, place);
        int bySize =
                Long.compare(number(a, place, end, before), number(b, place, otherEnd, before));
        if (bySize != 0) {
            return bySize;
        }
        return end == otherEnd
                ? Integer.compare(a[place], b[place])
                : Integer.compare(end, otherEnd);
    }

    /// Whether a zero counts, because it is not the first digit.
    private static boolean followsNumber(int[] text, int place) {
        for (int i = place - 1; i >= 0 && Character.isDigit(text[i]); i--) {
            if (text[i] != '0') {
                return true;
            }
        }
        return false;
    }

    private static int end(int[] text, int from) {
        int end = from;
        while (end < text.length && Character.isDigit(text[end])) {
            end++;
        }
        return end;
    }

    private static long number(int[] text, int from, int end, int before) {
        long number = before;
        for (int i = from; i < end; i++) {
            number = number * 10 + (text[i] - '0');
        }
        return number;
    }
}
