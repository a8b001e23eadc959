package dev.purser.api.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Reads the selector strings of the `labelSelector` parameter: `app=web,tier in
/// (front,back),!old`.
final class LabelSelectorParser {
    private final List<Token> tokens;
    private int position;

    private LabelSelectorParser(String selector) {
        this.tokens = Token.split(selector);
    }

    static List<Requirement> parse(String selector) {
        return new LabelSelectorParser(selector).requirements();
    }

    private List<Requirement> requirements() {
        List<Requirement> requirements = new ArrayList<>();
        while (peek().kind() != Token.Kind.END) {
            if (!startsRequirement(peek())) {
                throw unexpected(peek(), ", expected: !, identifier, or 'end of string'");
            }
            requirements.add(requirement());
            Token separator = next();
            if (separator.kind() == Token.Kind.END) {
                return requirements;
            }
            if (separator.kind() != Token.Kind.COMMA) {
                throw unexpected(separator, ", expected: ',' or 'end of string'");
            }
            if (!startsRequirement(peek())) {
                throw unexpected(peek(), ", expected: identifier after ','");
            }
        }
        return requirements;
    }

    private static boolean startsRequirement(Token token) {
        return token.isName() || token.kind() == Token.Kind.BANG;
    }

    private Requirement requirement() {
        try {
            boolean negated = peek().kind() == Token.Kind.BANG;
            if (negated) {
                next();
            }
            String key = key();
            if (negated) {
                return Requirement.checked(key, Operator.DOES_NOT_EXIST, List.of());
            }
            if (endsRequirement(peek())) {
                return Requirement.checked(key, Operator.EXISTS, List.of());
            }
            Operator operator = operator();
            List<String> values =
                    operator == Operator.IN || operator == Operator.NOT_IN
                            ? valueList()
                            : List.of(value());
            return Requirement.checked(key, operator, values);
        } catch (SelectorException e) {
            throw new SelectorException("unable to parse requirement: " + e.getMessage());
        }
    }

    private static boolean endsRequirement(Token token) {
        return token.kind() == Token.Kind.END || token.kind() == Token.Kind.COMMA;
    }

    private String key() {
        Token token = next();
        if (!token.isName()) {
            throw unexpected(token, ", expected: identifier");
        }
        List<String> errors = LabelSyntax.keyErrors(token.text());
        if (!errors.isEmpty()) {
            throw new SelectorException(
                    "<nil>: Invalid value: \"%s\": %s"
                            .formatted(token.text(), String.join("; ", errors)));
        }
        return token.text();
    }

    private Operator operator() {
        Token token = next();
        return switch (token.kind()) {
            case IN -> Operator.IN;
            case NOT_IN -> Operator.NOT_IN;
            case EQUALS -> Operator.EQUALS;
            case DOUBLE_EQUALS -> Operator.DOUBLE_EQUALS;
            case NOT_EQUALS -> Operator.NOT_EQUALS;
            case GREATER -> Operator.GREATER_THAN;
            case LESS -> Operator.LESS_THAN;
            case IDENTIFIER, OPEN, CLOSE, COMMA, BANG, END ->
                    throw unexpected(token, ", expected: in, notin, =, ==, !=, gt, lt");
        };
    }

    private String value() {
        if (endsRequirement(peek())) {
            return "";
        }
        Token token = next();
        if (!token.isName()) {
            throw unexpected(token, ", expected: identifier");
        }
        return token.text();
    }

    private List<String> valueList() {
        Token open = next();
        if (open.kind() != Token.Kind.OPEN) {
            throw unexpected(open, " expected: '('");
        }
        if (peek().kind() == Token.Kind.CLOSE) {
            next();
            return List.of("");
        }
        if (!peek().isName() && peek().kind() != Token.Kind.COMMA) {
            throw unexpected(peek(), ", expected: ',', ')' or identifier");
        }
        List<String> values = items();
        next();
        return values;
    }

    /// The items up to the closing parenthesis; nothing between two commas is the empty value.
    private List<String> items() {
        TreeSet<String> values = new TreeSet<>();
        while (true) {
            Token token = next();
            if (token.isName()) {
                values.add(token.text());
                if (peek().kind() == Token.Kind.CLOSE) {
                    return List.copyOf(values);
                }
                if (peek().kind() != Token.Kind.COMMA) {
                    throw unexpected(peek(), ", expected: ',' or ')'");
                }
            } else if (token.kind() == Token.Kind.COMMA) {
                if (values.isEmpty() || peek().kind() == Token.Kind.COMMA) {
                    values.add("");
                }
                if (peek().kind() == Token.Kind.CLOSE) {
                    values.add("");
                    return List.copyOf(values);
                }
            } else {
                throw unexpected(token, ", expected: ',', or identifier");
            }
        }
    }

    private Token peek() {
        return tokens.get(position);
    }

    /// The next word; END again and again after the last.
    private Token next() {
        Token token = tokens.get(position);
        if (token.kind() != Token.Kind.END) {
            position++;
        }
        return token;
    }

    private static SelectorException unexpected(Token token, String expectation) {
        return new SelectorException("found '%s'%s".formatted(token.text(), expectation));
    }
}
