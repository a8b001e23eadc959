package dev.purser.external.template.syntax;

import dev.purser.external.template.value.Quoting;
import dev.purser.external.template.value.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Cuts a template's text into tokens. Not thread-safe.
final class Lexer {
    private static final String LEFT = "{{";
    private static final String RIGHT = "}}";
    private static final String COMMENT_BEGIN = "/*";
    private static final String COMMENT_END = "*/";
    private static final int MARKER = 2;
    private static final int END = -1;
    private static final int ASCII_END = 0x80;
    private static final Map<String, TokenType> KEYWORDS =
            Map.ofEntries(
                    Map.entry("block", TokenType.BLOCK),
                    Map.entry("break", TokenType.BREAK),
                    Map.entry("continue", TokenType.CONTINUE),
                    Map.entry("define", TokenType.DEFINE),
                    Map.entry("else", TokenType.ELSE),
                    Map.entry("end", TokenType.END),
                    Map.entry("if", TokenType.IF),
                    Map.entry("range", TokenType.RANGE),
                    Map.entry("nil", TokenType.NIL),
                    Map.entry("template", TokenType.TEMPLATE),
                    Map.entry("with", TokenType.WITH),
                    Map.entry("true", TokenType.BOOL),
                    Map.entry("false", TokenType.BOOL));

    private final String input;
    private final List<Token> tokens = new ArrayList<>();
    private int place;
    private int start;
    private int line = 1;
    private int counted;
    private int parentheses;

    private Lexer(String input) {
        this.input = input;
    }

    /// All tokens; the last is an error or the end.
    static List<Token> tokens(String input) {
        return new Lexer(input).run();
    }

    private List<Token> run() {
        try {
            while (text()) {
                parentheses = 0;
                while (!insideAction()) {
                    start = place;
                }
                start = place;
            }
        } catch (LexingException e) {
            tokens.add(new Token(TokenType.ERROR, start, e.message, lineAt(start)));
        }
        return tokens;
    }

    /// Reads text and comments up to an action.
    ///
    /// @return whether there is an action
    private boolean text() throws LexingException {
        while (true) {
            int left = input.indexOf(LEFT, place);
            if (left < 0) {
                addText(input.length());
                place = input.length();
                start = place;
                add(TokenType.END_OF_TEXT);
                return false;
            }
            boolean trims = trimsLeft(left + LEFT.length());
            addText(trims ? trimmedEnd(left) : left);
            start = left;
            place = left + LEFT.length();
            int content = place + (trims ? MARKER : 0);
            if (!input.startsWith(COMMENT_BEGIN, content)) {
                add(TokenType.LEFT_DELIMITER);
                place = content;
                start = place;
                return true;
            }
            start = content;
            comment(content);
        }
    }

    private boolean trimsLeft(int at) {
        return at + 1 < input.length() && input.charAt(at) == '-' && isSpace(input.charAt(at + 1));
    }

    private boolean trimsRight(int at) {
        return at + 1 < input.length()
                && isSpace(input.charAt(at))
                && input.charAt(at + 1) == '-'
                && input.startsWith(RIGHT, at + MARKER);
    }

    private int trimmedEnd(int end) {
        int trimmed = end;
        while (trimmed > place && isSpace(input.charAt(trimmed - 1))) {
            trimmed--;
        }
        return trimmed;
    }

    private void addText(int end) {
        if (end > place) {
            tokens.add(
                    new Token(TokenType.TEXT, place, input.substring(place, end), lineAt(place)));
        }
    }

    private void comment(int begin) throws LexingException {
        int end = input.indexOf(COMMENT_END, begin + COMMENT_BEGIN.length());
        if (end < 0) {
            throw new LexingException("unclosed comment");
        }
        place = end + COMMENT_END.length();
        boolean trims = trimsRight(place);
        if (!trims && !input.startsWith(RIGHT, place)) {
            throw new LexingException("comment ends before closing delimiter");
        }
        place += RIGHT.length() + (trims ? MARKER : 0);
        skipSpace(trims);
        start = place;
    }

    private void skipSpace(boolean skip) {
        while (skip && place < input.length() && isSpace(input.charAt(place))) {
            place++;
        }
    }

    private int lineAt(int position) {
        for (; counted < position; counted++) {
            if (input.charAt(counted) == '\n') {
                line++;
            }
        }
        if (counted == position) {
            return line;
        }
        return 1 + (int) input.substring(0, position).chars().filter(c -> c == '\n').count();
    }

    private void add(TokenType type) {
        tokens.add(new Token(type, start, input.substring(start, place), lineAt(start)));
    }

    /// Reads a token.
    ///
    /// @return whether it ended the action
    private boolean insideAction() throws LexingException {
        boolean trims = trimsRight(place);
        if (trims || input.startsWith(RIGHT, place)) {
            rightDelimiter(trims);
            return true;
        }
        int rune = next();
        if (rune == END) {
            throw new LexingException("unclosed action");
        }
        if (isSpace(rune)) {
            space();
        } else if (!symbol(rune)) {
            word(rune);
        }
        return false;
    }

    private void rightDelimiter(boolean trims) throws LexingException {
        if (parentheses > 0) {
            throw new LexingException("unclosed left paren");
        }
        start = place + (trims ? MARKER : 0);
        place = start + RIGHT.length();
        add(TokenType.RIGHT_DELIMITER);
        skipSpace(trims);
    }

    private void space() {
        while (isSpace(peek())) {
            place++;
        }
        if (trimsRight(place - 1)) {
            place--;
            if (place == start) {
                return;
            }
        }
        add(TokenType.SPACE);
    }

    private boolean symbol(int rune) throws LexingException {
        switch (rune) {
            case '=' -> add(TokenType.ASSIGN);
            case ':' -> {
                if (next() != '=') {
                    throw new LexingException("expected :=");
                }
                add(TokenType.DECLARE);
            }
            case '|' -> add(TokenType.PIPE);
            case '"' -> quoted('"', TokenType.STRING, "unterminated quoted string");
            case '\'' -> quoted('\'', TokenType.CHAR_CONSTANT, "unterminated character constant");
            case '`' -> rawString();
            case '(' -> {
                parentheses++;
                add(TokenType.LEFT_PAREN);
            }
            case ')' -> {
                parentheses--;
                if (parentheses < 0) {
                    throw new LexingException("unexpected right paren");
                }
                add(TokenType.RIGHT_PAREN);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void word(int rune) throws LexingException {
        if (rune == '$') {
            fieldOrVariable(TokenType.VARIABLE, TokenType.VARIABLE);
        } else if (rune == '.' && !isDigit(peek())) {
            fieldOrVariable(TokenType.FIELD, TokenType.DOT);
        } else if (rune == '.' || rune == '+' || rune == '-' || isDigit(rune)) {
            place--;
            number();
        } else if (isAlphaNumeric(rune)) {
            identifier();
        } else if (rune < ASCII_END && rune > ' ' && rune != 0x7F) {
            add(TokenType.CHAR);
        } else {
            throw new LexingException("unrecognized character in action: " + shown(rune));
        }
    }

    private void identifier() throws LexingException {
        skipAlphaNumeric();
        if (!atTerminator()) {
            throw new LexingException("bad character " + shown(peek()));
        }
        add(KEYWORDS.getOrDefault(input.substring(start, place), TokenType.IDENTIFIER));
    }

    private void fieldOrVariable(TokenType type, TokenType alone) throws LexingException {
        if (atTerminator()) {
            add(alone);
            return;
        }
        skipAlphaNumeric();
        if (!atTerminator()) {
            throw new LexingException("bad character " + shown(peek()));
        }
        add(type);
    }

    private void skipAlphaNumeric() {
        while (place < input.length()) {
            Utf8.Rune rune = Utf8.at(input, place);
            if (!isAlphaNumeric(rune.point())) {
                return;
            }
            place += rune.width();
        }
    }

    private boolean atTerminator() {
        int rune = peek();
        return rune == END
                || isSpace(rune)
                || ".,|:)(".indexOf(rune) >= 0
                || input.startsWith(RIGHT, place);
    }

    private void quoted(char quote, TokenType type, String unterminated) throws LexingException {
        while (true) {
            int rune = next();
            if (rune == '\\') {
                rune = next() == END || input.charAt(place - 1) == '\n' ? END : ' ';
            }
            if (rune == END || rune == '\n') {
                throw new LexingException(unterminated);
            }
            if (rune == quote) {
                add(type);
                return;
            }
        }
    }

    private void rawString() throws LexingException {
        int end = input.indexOf('`', place);
        if (end < 0) {
            throw new LexingException("unterminated raw quoted string");
        }
        place = end + 1;
        add(TokenType.RAW_STRING);
    }

    private void number() throws LexingException {
        if (!scanNumber()) {
            throw badNumber();
        }
        int sign = peek();
        if (sign != '+' && sign != '-') {
            add(TokenType.NUMBER);
            return;
        }
        if (!scanNumber() || input.charAt(place - 1) != 'i') {
            throw badNumber();
        }
        add(TokenType.COMPLEX);
    }

    private LexingException badNumber() {
        return new LexingException(
                "bad number syntax: " + Quoting.quote(input.substring(start, place)));
    }

    private boolean scanNumber() {
        accept("+-");
        String digits = "0123456789_";
        boolean decimal = true;
        boolean hexadecimal = false;
        if (accept("0")) {
            if (accept("xX")) {
                digits = "0123456789abcdefABCDEF_";
                hexadecimal = true;
            } else if (accept("oO")) {
                digits = "01234567_";
            } else if (accept("bB")) {
                digits = "01_";
            }
            decimal = digits.length() == 11;
        }
        acceptRun(digits);
        if (accept(".")) {
            acceptRun(digits);
        }
        if ((decimal && accept("eE")) || (hexadecimal && accept("pP"))) {
            accept("+-");
            acceptRun("0123456789_");
        }
        accept("i");
        if (isAlphaNumeric(peek())) {
            next();
            return false;
        }
        return true;
    }

    private boolean accept(String valid) {
        if (place < input.length() && valid.indexOf(input.charAt(place)) >= 0) {
            place++;
            return true;
        }
        return false;
    }

    private void acceptRun(String valid) {
        while (accept(valid)) {
            // Each call takes one.
        }
    }

    private int next() {
        if (place >= input.length()) {
            return END;
        }
        Utf8.Rune rune = Utf8.at(input, place);
        place += rune.width();
        return rune.point();
    }

    private int peek() {
        return place >= input.length() ? END : Utf8.at(input, place).point();
    }

    private static boolean isSpace(int rune) {
        return rune == ' ' || rune == '\t' || rune == '\r' || rune == '\n';
    }

    private static boolean isDigit(int rune) {
        return rune >= '0' && rune <= '9';
    }

    private static boolean isAlphaNumeric(int rune) {
        return rune == '_'
                || (rune != END && (Character.isLetter(rune) || Character.isDigit(rune)));
    }

    private static String shown(int rune) {
        if (rune == END) {
            return "U+FFFFFFFFFFFFFFFF";
        }
        boolean visible = rune > ' ' && rune != 0x7F && rune != Utf8.ERROR;
        String code = "U+%04X".formatted(rune);
        return visible || rune == ' ' || rune == Utf8.ERROR
                ? code + " '" + Utf8.encode(rune) + "'"
                : code;
    }

    /// What is wrong at the current token.
    private static final class LexingException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String message;

        LexingException(String message) {
            super(message);
            this.message = message;
        }
    }
}
