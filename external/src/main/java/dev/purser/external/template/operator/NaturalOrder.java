package dev.purser.external.template.operator;

import java.util.Comparator;

/// Sorts texts with numbers in them by the numbers: `a2` before `a10`, and letters behind all else.
enum NaturalOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String first, String second) {
        int common = Math.min(first.length(), second.length());
        for (int i = 0; i < common; i++) {
            char a = first.charAt(i);
            char b = second.charAt(i);
            if (a != b) {
                return different(first, second, i);
            }
        }
        return Integer.compare(first.length(), second.length());
    }

    private static int different(String first, String second, int place) {
        char a = first.charAt(place);
        char b = second.charAt(place);
        if (Character.isLetter(a) || Character.isLetter(b)) {
            boolean both = Character.isLetter(a) && Character.isLetter(b);
            return both
                    ? Character.compare(a, b)
                    : Boolean.compare(Character.isLetter(a), Character.isLetter(b));
        }
        int firstDigits = digits(first, place);
        int secondDigits = digits(second, place);
        if (firstDigits != secondDigits && firstDigits > 0 && secondDigits > 0) {
            return Integer.compare(firstDigits, secondDigits);
        }
        return Character.compare(a, b);
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end - from;
    }
}
