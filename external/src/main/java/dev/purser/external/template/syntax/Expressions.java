package dev.purser.external.template.syntax;

import dev.purser.external.template.syntax.Node.BoolConstant;
import dev.purser.external.template.syntax.Node.Chain;
import dev.purser.external.template.syntax.Node.Command;
import dev.purser.external.template.syntax.Node.Dot;
import dev.purser.external.template.syntax.Node.Expression;
import dev.purser.external.template.syntax.Node.Field;
import dev.purser.external.template.syntax.Node.Identifier;
import dev.purser.external.template.syntax.Node.NilConstant;
import dev.purser.external.template.syntax.Node.NumberConstant;
import dev.purser.external.template.syntax.Node.Pipeline;
import dev.purser.external.template.syntax.Node.StringConstant;
import dev.purser.external.template.syntax.Node.Variable;
import dev.purser.external.template.value.Quoting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads what is within actions, and knows which variables there are. Not thread-safe.
final class Expressions {
    private static final int DEPTH_MAX = 200;

    private final TokenReader tokens;
    private final Predicate<String> functions;
    private final List<String> variables = new ArrayList<>(List.of("$"));
    private int depth;

    Expressions(TokenReader tokens, Predicate<String> functions) {
        this.tokens = tokens;
        this.functions = functions;
    }

    int variableCount() {
        return variables.size();
    }

    void forgetVariables(int count) {
        variables.subList(count, variables.size()).clear();
    }

    Pipeline pipeline(String context, TokenType end) throws SyntaxException {
        int place = tokens.peekNonSpace().place();
        Declarations declarations = declarations(context);
        List<Command> commands = new ArrayList<>();
        while (true) {
            Token token = tokens.nextNonSpace();
            if (token.is(end)) {
                check(commands, context);
                return new Pipeline(
                        place, declarations.variables, declarations.assignment, commands);
            }
            if (!beginsOperand(token)) {
                throw tokens.unexpected(token, context);
            }
            tokens.back();
            commands.add(command());
        }
    }

    private static boolean beginsOperand(Token token) {
        return switch (token.type()) {
            case BOOL,
                    CHAR_CONSTANT,
                    COMPLEX,
                    DOT,
                    FIELD,
                    IDENTIFIER,
                    NUMBER,
                    NIL,
                    RAW_STRING,
                    STRING,
                    VARIABLE,
                    LEFT_PAREN ->
                    true;
            default -> false;
        };
    }

    private void check(List<Command> commands, String context) throws SyntaxException {
        if (commands.isEmpty()) {
            throw tokens.failure("missing value for " + context);
        }
        for (int stage = 1; stage < commands.size(); stage++) {
            Expression first = commands.get(stage).arguments().getFirst();
            if (isConstant(first) || first instanceof Dot) {
                throw tokens.failure("non executable command in pipeline stage " + (stage + 1));
            }
        }
    }

    private static boolean isConstant(Expression expression) {
        return expression instanceof BoolConstant
                || expression instanceof NilConstant
                || expression instanceof NumberConstant
                || expression instanceof StringConstant;
    }

    /// Variables that a pipeline sets.
    private static final class Declarations {
        private final List<Variable> variables = new ArrayList<>();
        private boolean assignment;
    }

    private Declarations declarations(String context) throws SyntaxException {
        Declarations declarations = new Declarations();
        while (tokens.peekNonSpace().is(TokenType.VARIABLE)) {
            Token variable = tokens.next();
            Token next = tokens.peekNonSpace();
            if (next.is(TokenType.ASSIGN) || next.is(TokenType.DECLARE)) {
                tokens.nextNonSpace();
                declare(variable, declarations);
                declarations.assignment = next.is(TokenType.ASSIGN);
                return declarations;
            }
            if (!next.is(TokenType.CHAR) || !next.text().equals(",")) {
                tokens.backTo(TokenType.VARIABLE);
                return declarations;
            }
            tokens.nextNonSpace();
            declare(variable, declarations);
            checkSecond(context, declarations);
        }
        return declarations;
    }

    private void checkSecond(String context, Declarations declarations) throws SyntaxException {
        if (!context.equals("range") || declarations.variables.size() > 1) {
            throw tokens.failure("too many declarations in " + context);
        }
        Token second = tokens.peekNonSpace();
        if (!second.is(TokenType.VARIABLE)
                && !second.is(TokenType.RIGHT_DELIMITER)
                && !second.is(TokenType.RIGHT_PAREN)) {
            throw tokens.failure("range can only initialize variables");
        }
    }

    private void declare(Token variable, Declarations declarations) {
        declarations.variables.add(new Variable(variable.place(), List.of(variable.text())));
        variables.add(variable.text());
    }

    private Command command() throws SyntaxException {
        int place = tokens.peekNonSpace().place();
        List<Expression> arguments = new ArrayList<>();
        while (true) {
            tokens.peekNonSpace();
            Expression operand = operand();
            if (operand != null) {
                arguments.add(operand);
            }
            Token token = tokens.next();
            if (token.is(TokenType.SPACE)) {
                continue;
            }
            if (token.is(TokenType.RIGHT_DELIMITER) || token.is(TokenType.RIGHT_PAREN)) {
                tokens.back();
            } else if (!token.is(TokenType.PIPE)) {
                throw tokens.unexpected(token, "operand");
            }
            break;
        }
        if (arguments.isEmpty()) {
            throw tokens.failure("empty command");
        }
        return new Command(place, arguments);
    }

    private @Nullable Expression operand() throws SyntaxException {
        Expression term = term();
        if (term == null || !tokens.peek().is(TokenType.FIELD)) {
            return term;
        }
        int place = tokens.peek().place();
        List<String> names = new ArrayList<>();
        while (tokens.peek().is(TokenType.FIELD)) {
            names.add(tokens.next().text().substring(1));
        }
        return switch (term) {
            case Field field -> new Field(place, joined(field.names(), names));
            case Variable variable -> new Variable(place, joined(variable.names(), names));
            case BoolConstant _, StringConstant _, NumberConstant _, NilConstant _, Dot _ ->
                    throw tokens.failure(
                            "unexpected . after term " + Quoting.quote(NodeText.of(term)));
            default -> new Chain(place, term, names);
        };
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> joined = new ArrayList<>(first);
        joined.addAll(second);
        return joined;
    }

    private @Nullable Expression term() throws SyntaxException {
        Token token = tokens.nextNonSpace();
        int place = token.place();
        return switch (token.type()) {
            case IDENTIFIER -> identifier(token);
            case DOT -> new Dot(place);
            case NIL -> new NilConstant(place);
            case VARIABLE -> variable(token);
            case FIELD -> new Field(place, List.of(token.text().substring(1)));
            case BOOL -> new BoolConstant(place, token.text().equals("true"));
            case CHAR_CONSTANT, COMPLEX, NUMBER -> number(token);
            case LEFT_PAREN -> parenthesized();
            case STRING, RAW_STRING -> string(token);
            default -> {
                tokens.back();
                yield null;
            }
        };
    }

    private Expression identifier(Token token) throws SyntaxException {
        if (!functions.test(token.text())) {
            throw tokens.failure("function " + Quoting.quote(token.text()) + " not defined");
        }
        return new Identifier(token.place(), token.text());
    }

    private Expression variable(Token token) throws SyntaxException {
        List<String> names = Arrays.asList(token.text().split("\\.", -1));
        if (!variables.contains(names.getFirst())) {
            throw tokens.failure("undefined variable " + Quoting.quote(names.getFirst()));
        }
        return new Variable(token.place(), names);
    }

    private Expression parenthesized() throws SyntaxException {
        if (depth >= DEPTH_MAX) {
            throw tokens.failure("max expression depth exceeded");
        }
        depth++;
        Pipeline pipeline = pipeline("parenthesized pipeline", TokenType.RIGHT_PAREN);
        depth--;
        return pipeline;
    }

    private Expression string(Token token) throws SyntaxException {
        try {
            return new StringConstant(token.place(), token.text(), Literals.unquote(token.text()));
        } catch (IllegalArgumentException e) {
            throw tokens.failure(String.valueOf(e.getMessage()));
        }
    }

    private Expression number(Token token) throws SyntaxException {
        try {
            return new NumberConstant(token.place(), token.text(), value(token));
        } catch (IllegalArgumentException e) {
            throw tokens.failure(String.valueOf(e.getMessage()));
        }
    }

    private static Node.Numeric value(Token token) {
        if (!token.is(TokenType.CHAR_CONSTANT)) {
            return Numbers.read(token.text());
        }
        OptionalInt rune = Literals.rune(token.text());
        return Numbers.rune(
                rune.orElseThrow(() ->
                        new IllegalArgumentException(
                                "malformed character constant: " + token.text())));
    }
}
