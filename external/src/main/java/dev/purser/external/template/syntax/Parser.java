package dev.purser.external.template.syntax;

import dev.purser.external.template.syntax.Node.Action;
import dev.purser.external.template.syntax.Node.Block;
import dev.purser.external.template.syntax.Node.Branch;
import dev.purser.external.template.syntax.Node.BranchKind;
import dev.purser.external.template.syntax.Node.Break;
import dev.purser.external.template.syntax.Node.Call;
import dev.purser.external.template.syntax.Node.Continue;
import dev.purser.external.template.syntax.Node.Literal;
import dev.purser.external.template.syntax.Node.Pipeline;
import dev.purser.external.template.syntax.Node.Statement;
import dev.purser.external.template.value.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes trees of a template's text. Not thread-safe.
public final class Parser {
    private static final int NESTING_MAX = 200;

    private final TokenReader tokens;
    private final Predicate<String> functions;
    private final Trees trees;
    private Expressions expressions;
    private int ranges;
    private int nesting;

    private Parser(TokenReader tokens, Predicate<String> functions) {
        this.tokens = tokens;
        this.functions = functions;
        this.trees = new Trees();
        this.expressions = new Expressions(tokens, functions);
    }

    /// Reads a text.
    ///
    /// @param name names the template that is the text itself
    /// @param text bytes
    /// @param functions tells whether there is a function of a name
    public static Trees parse(String name, String text, Predicate<String> functions)
            throws SyntaxException {
        Parser parser = new Parser(new TokenReader(Lexer.tokens(text)), functions);
        parser.text(name);
        return parser.trees;
    }

    private void text(String name) throws SyntaxException {
        int place = tokens.peek().place();
        List<Statement> statements = new ArrayList<>();
        while (!tokens.peek().is(TokenType.END_OF_TEXT)) {
            if (isDefinition()) {
                definition();
                continue;
            }
            Part part = part();
            if (part.statement() == null) {
                throw tokens.failure("unexpected " + part.end());
            }
            statements.add(part.statement());
        }
        add(name, new Block(place, statements));
    }

    private boolean isDefinition() {
        if (!tokens.peek().is(TokenType.LEFT_DELIMITER)) {
            return false;
        }
        tokens.next();
        if (tokens.nextNonSpace().is(TokenType.DEFINE)) {
            return true;
        }
        tokens.backTo(TokenType.LEFT_DELIMITER);
        return false;
    }

    private void add(String name, Block tree) throws SyntaxException {
        if (!trees.add(name, tree)) {
            throw tokens.failure(
                    "template: multiple definition of template " + Quoting.quote(name));
        }
    }

    private void definition() throws SyntaxException {
        String context = "define clause";
        Token name = tokens.nextNonSpace();
        if (!name.is(TokenType.STRING) && !name.is(TokenType.RAW_STRING)) {
            throw tokens.unexpected(name, context);
        }
        String unquoted = unquote(name);
        tokens.expect(TokenType.RIGHT_DELIMITER, context);
        add(unquoted, ownTemplate(context));
    }

    /// Reads the statements of a template of its own, which sees no variables of the one around it.
    private Block ownTemplate(String context) throws SyntaxException {
        Expressions outer = expressions;
        int outerRanges = ranges;
        expressions = new Expressions(tokens, functions);
        ranges = 0;
        Statements body = statements();
        expressions = outer;
        ranges = outerRanges;
        if (body.end() != End.END) {
            throw tokens.failure("unexpected " + body.end() + " in " + context);
        }
        return body.block();
    }

    private String unquote(Token token) throws SyntaxException {
        try {
            return Literals.unquote(token.text());
        } catch (IllegalArgumentException e) {
            throw tokens.failure(String.valueOf(e.getMessage()));
        }
    }

    /// Reads statements up to an `{{end}}` or `{{else}}`.
    private Statements statements() throws SyntaxException {
        if (++nesting > NESTING_MAX) {
            throw tokens.failure("max nesting depth exceeded");
        }
        int place = tokens.peekNonSpace().place();
        List<Statement> statements = new ArrayList<>();
        while (!tokens.peekNonSpace().is(TokenType.END_OF_TEXT)) {
            Part part = part();
            if (part.statement() == null) {
                nesting--;
                return new Statements(new Block(place, statements), part.end());
            }
            statements.add(part.statement());
        }
        throw tokens.failure("unexpected EOF");
    }

    private Part part() throws SyntaxException {
        Token token = tokens.nextNonSpace();
        if (token.is(TokenType.TEXT)) {
            return Part.of(new Literal(token.place(), token.text()));
        }
        if (!token.is(TokenType.LEFT_DELIMITER)) {
            throw tokens.unexpected(token, "input");
        }
        tokens.beginAction(token.line());
        Part part = action();
        tokens.endAction();
        return part;
    }

    private Part action() throws SyntaxException {
        Token token = tokens.nextNonSpace();
        return switch (token.type()) {
            case BLOCK -> Part.of(block());
            case BREAK -> Part.of(loopControl(token, "{{break}}"));
            case CONTINUE -> Part.of(loopControl(token, "{{continue}}"));
            case ELSE -> Part.of(elseControl());
            case END -> {
                tokens.expect(TokenType.RIGHT_DELIMITER, "end");
                yield Part.of(End.END);
            }
            case IF -> Part.of(branch(BranchKind.IF));
            case RANGE -> Part.of(branch(BranchKind.RANGE));
            case WITH -> Part.of(branch(BranchKind.WITH));
            case TEMPLATE -> Part.of(call());
            default -> {
                tokens.back();
                int place = tokens.peek().place();
                yield Part.of(
                        new Action(
                                place, expressions.pipeline("command", TokenType.RIGHT_DELIMITER)));
            }
        };
    }

    private Statement loopControl(Token keyword, String name) throws SyntaxException {
        Token token = tokens.nextNonSpace();
        if (!token.is(TokenType.RIGHT_DELIMITER)) {
            throw tokens.unexpected(token, name);
        }
        if (ranges == 0) {
            throw tokens.failure(name + " outside {{range}}");
        }
        return keyword.is(TokenType.BREAK)
                ? new Break(keyword.place())
                : new Continue(keyword.place());
    }

    private End elseControl() throws SyntaxException {
        Token next = tokens.peekNonSpace();
        if (!next.is(TokenType.IF) && !next.is(TokenType.WITH)) {
            tokens.expect(TokenType.RIGHT_DELIMITER, "else");
        }
        return End.ELSE;
    }

    private Branch branch(BranchKind kind) throws SyntaxException {
        String context = kind.name().toLowerCase(Locale.ROOT);
        int variables = expressions.variableCount();
        Pipeline pipeline = expressions.pipeline(context, TokenType.RIGHT_DELIMITER);
        ranges += kind == BranchKind.RANGE ? 1 : 0;
        Statements then = statements();
        ranges -= kind == BranchKind.RANGE ? 1 : 0;
        Block otherwise = then.end() == End.ELSE ? otherwise(kind) : null;
        expressions.forgetVariables(variables);
        return new Branch(kind, pipeline.place(), pipeline, then.block(), otherwise);
    }

    private Block otherwise(BranchKind kind) throws SyntaxException {
        Token next = tokens.peek();
        boolean chained =
                (kind == BranchKind.IF && next.is(TokenType.IF))
                        || (kind == BranchKind.WITH && next.is(TokenType.WITH));
        if (chained) {
            tokens.next();
            if (++nesting > NESTING_MAX) {
                throw tokens.failure("max nesting depth exceeded");
            }
            Branch branch = branch(kind);
            nesting--;
            return new Block(next.place(), List.of(branch));
        }
        Statements otherwise = statements();
        if (otherwise.end() != End.END) {
            throw tokens.failure("expected end; found " + otherwise.end());
        }
        return otherwise.block();
    }

    private Call block() throws SyntaxException {
        String context = "block clause";
        Token token = tokens.nextNonSpace();
        String name = templateName(token, context);
        Pipeline pipeline = expressions.pipeline(context, TokenType.RIGHT_DELIMITER);
        add(name, ownTemplate(context));
        return new Call(token.place(), name, pipeline);
    }

    private Call call() throws SyntaxException {
        String context = "template clause";
        Token token = tokens.nextNonSpace();
        String name = templateName(token, context);
        Pipeline pipeline = null;
        if (!tokens.nextNonSpace().is(TokenType.RIGHT_DELIMITER)) {
            tokens.back();
            pipeline = expressions.pipeline(context, TokenType.RIGHT_DELIMITER);
        }
        return new Call(token.place(), name, pipeline);
    }

    private String templateName(Token token, String context) throws SyntaxException {
        if (!token.is(TokenType.STRING) && !token.is(TokenType.RAW_STRING)) {
            throw tokens.unexpected(token, context);
        }
        return unquote(token);
    }

    /// What ends statements.
    private enum End {
        END("{{end}}"),
        ELSE("{{else}}");

        private final String text;

        End(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// A statement, or else what ends statements.
    private record Part(@Nullable Statement statement, End end) {
        static Part of(Statement statement) {
            return new Part(statement, End.END);
        }

        static Part of(End end) {
            return new Part(null, end);
        }
    }

    private record Statements(Block block, End end) {}
}
