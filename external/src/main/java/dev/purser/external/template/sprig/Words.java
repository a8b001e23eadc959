package dev.purser.external.template.sprig;

import dev.purser.external.template.value.Utf8;
import java.util.ArrayList;
import java.util.List;

/// Names in the fashions of programming languages: `snake_case`, `kebab-case`, `PascalCase`.
final class Words {
    private Words() {}

    /// What a word is made of.
    private enum Type {
        NUMBER,
        UPPER,
        LETTERS,
        CONNECTOR,
        PUNCTUATION,
        OTHER;

        static Type of(int rune) {
            if (isConnector(rune)) {
                return CONNECTOR;
            }
            if (isPunctuation(rune)) {
                return PUNCTUATION;
            }
            if (Character.isUpperCase(rune)) {
                return UPPER;
            }
            if (Character.isLetter(rune) && !Character.isIdeographic(rune)) {
                return LETTERS;
            }
            return isNumber(rune) ? NUMBER : OTHER;
        }

        boolean endsWords() {
            return this == CONNECTOR || this == PUNCTUATION;
        }
    }

    private record Word(Type type, String text) {}

    private static boolean isConnector(int rune) {
        return rune == '-' || rune == '_' || Texts.isSpace(rune);
    }

    private static boolean isPunctuation(int rune) {
        return switch (Character.getType(rune)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                    true;
            default -> false;
        };
    }

    private static boolean isNumber(int rune) {
        return switch (Character.getType(rune)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                    true;
            default -> false;
        };
    }

    /// In lower case, with a connector between words. A number belongs to the letters before it at
    /// the end, and to those behind it elsewhere.
    static String join(String text, char connector) {
        List<Word> words = words(text);
        StringBuilder joined = new StringBuilder(text.length());
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            append(joined, word, connector);
            if (word.type().endsWords() || i + 1 == words.size()) {
                continue;
            }
            if (word.type() == Type.NUMBER) {
                i = appendGroup(words, i, joined, connector);
            } else if (words.get(i + 1).type() != Type.NUMBER) {
                separate(words, i, joined, connector);
            } else if (i + 2 < words.size()) {
                i++;
                boolean leads = words.get(i + 1).type() == Type.LETTERS;
                joined.append(leads ? String.valueOf(connector) : "");
                append(joined, words.get(i), connector);
                if (leads) {
                    i = appendGroup(words, i, joined, connector);
                } else {
                    separate(words, i, joined, connector);
                }
            }
        }
        return joined.toString();
    }

    /// Appends the letters and numbers behind a number.
    ///
    /// @return the last word that was appended
    private static int appendGroup(
            List<Word> words, int number, StringBuilder joined, char connector) {
        int last = number;
        while (last + 1 < words.size() && isInGroup(words.get(last + 1))) {
            last++;
            append(joined, words.get(last), connector);
        }
        separate(words, last, joined, connector);
        return last;
    }

    private static boolean isInGroup(Word word) {
        return word.type() == Type.LETTERS || word.type() == Type.NUMBER;
    }

    private static void separate(
            List<Word> words, int index, StringBuilder joined, char connector) {
        if (index + 1 < words.size() && !words.get(index + 1).type().endsWords()) {
            joined.append(connector);
        }
    }

    private static void append(StringBuilder joined, Word word, char connector) {
        switch (word.type()) {
            case UPPER -> joined.append(Texts.lower(word.text()));
            case CONNECTOR ->
                    joined.append(String.valueOf(connector).repeat(Utf8.runeCount(word.text())));
            default -> joined.append(word.text());
        }
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        int place = 0;
        while (place < text.length()) {
            Type type = Type.of(Utf8.at(text, place).point());
            int end = end(text, place, type);
            words.add(new Word(type, text.substring(place, end)));
            place = end;
        }
        return words;
    }

    private static int end(String text, int begin, Type type) {
        int place = begin + Utf8.at(text, begin).width();
        if (type != Type.UPPER) {
            return run(text, place, type);
        }
        if (place >= text.length() || Type.of(Utf8.at(text, place).point()) == Type.LETTERS) {
            return run(text, place, Type.LETTERS);
        }
        // Of several capitals before a small letter the last belongs to that one.
        int capitals = run(text, place, Type.UPPER);
        boolean lettersFollow =
                capitals > place
                        && capitals < text.length()
                        && Type.of(Utf8.at(text, capitals).point()) == Type.LETTERS;
        return lettersFollow ? lastRune(text, place, capitals) : capitals;
    }

    private static int lastRune(String text, int begin, int end) {
        int last = begin;
        for (int place = begin; place < end; place += Utf8.at(text, place).width()) {
            last = place;
        }
        return last;
    }

    private static int run(String text, int begin, Type type) {
        int place = begin;
        while (place < text.length() && Type.of(Utf8.at(text, place).point()) == type) {
            place += Utf8.at(text, place).width();
        }
        return place;
    }

    /// With capitals at the words' beginnings. A connector goes, unless it is one of several or at
    /// an end; capitals behind a first capital become small.
    static String pascal(String text) {
        int[] runes = Utf8.runes(text).toArray();
        int first = 0;
        StringBuilder pascal = new StringBuilder(text.length());
        while (first < runes.length && isConnector(runes[first])) {
            pascal.append(Utf8.encode(runes[first++]));
        }
        if (first == runes.length) {
            return text;
        }
        boolean lowering = Character.isUpperCase(runes[first]);
        int before = Character.toUpperCase(runes[first]);
        for (int i = first + 1; i < runes.length; i++) {
            int rune = runes[i];
            if (!isConnector(before) || isConnector(rune)) {
                pascal.append(Utf8.encode(before));
            }
            if (isConnector(before) && !isConnector(rune)) {
                lowering = Character.isUpperCase(rune);
                rune = Character.toUpperCase(rune);
            } else if (lowering && !isConnector(before)) {
                lowering = Character.isUpperCase(rune);
                rune = lowering ? Character.toLowerCase(rune) : rune;
            }
            before = rune;
        }
        return pascal.append(Utf8.encode(before)).toString();
    }
}
