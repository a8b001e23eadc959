package dev.purser.external.template.syntax;

import java.util.List;

/// Goes through tokens. Not thread-safe.
final class TokenReader {
    private static final String ACTION = " action";

    private final List<Token> tokens;
    private int next;
    private int furthest;
    private int actionLine;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token next() {
        Token token = peek();
        if (next < tokens.size() - 1) {
            next++;
        } else {
            next = tokens.size();
        }
        return token;
    }

    Token peek() {
        int index = Math.min(next, tokens.size() - 1);
        furthest = Math.max(furthest, index);
        return tokens.get(index);
    }

    void back() {
        next--;
    }

    /// Goes back to the last token of a type.
    void backTo(TokenType type) {
        do {
            next--;
        } while (!tokens.get(next).is(type));
    }

    Token nextNonSpace() {
        Token token = next();
        while (token.is(TokenType.SPACE)) {
            token = next();
        }
        return token;
    }

    Token peekNonSpace() {
        while (peek().is(TokenType.SPACE)) {
            next();
        }
        return peek();
    }

    Token expect(TokenType type, String context) throws SyntaxException {
        Token token = nextNonSpace();
        if (!token.is(type)) {
            throw unexpected(token, context);
        }
        return token;
    }

    void beginAction(int line) {
        actionLine = line;
    }

    void endAction() {
        actionLine = 0;
    }

    SyntaxException unexpected(Token token, String context) {
        if (!token.is(TokenType.ERROR)) {
            return failure("unexpected " + token + " in " + context);
        }
        String extra = "";
        if (actionLine != 0 && actionLine != token.line()) {
            String started = " started at line " + actionLine;
            extra = token.text().endsWith(ACTION) ? started : " in action" + started;
        }
        return failure(token + extra);
    }

    /// What is wrong, at the furthest token that was looked at.
    SyntaxException failure(String message) {
        return new SyntaxException(tokens.get(furthest).line(), message);
    }
}
