package dev.purser.cel.compile;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.purser.cel.library.TemplateReader;
import dev.purser.cel.value.EvaluationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Checks a call of `format` with a literal template and a literal list: whether each clause has an
/// argument that it can write.
final class FormatCheck implements TemplateReader.Parts {
    private static final Set<CelKind> SHOWABLE =
            Set.of(
                    CelKind.LIST,
                    CelKind.MAP,
                    CelKind.INT,
                    CelKind.UINT,
                    CelKind.DOUBLE,
                    CelKind.BOOL,
                    CelKind.STRING,
                    CelKind.TIMESTAMP,
                    CelKind.BYTES,
                    CelKind.DURATION,
                    CelKind.TYPE,
                    CelKind.NULL_TYPE);
    private static final Set<CelKind> WHOLE = Set.of(CelKind.INT, CelKind.UINT);
    private static final Set<CelKind> REAL = Set.of(CelKind.DOUBLE, CelKind.STRING);
    private static final Set<CelKind> BITS = Set.of(CelKind.INT, CelKind.UINT, CelKind.BOOL);
    private static final Set<CelKind> HEX =
            Set.of(CelKind.INT, CelKind.UINT, CelKind.STRING, CelKind.BYTES);

    private final CelAbstractSyntaxTree tree;
    private final List<CelExpr> arguments;
    private int clauses;
    private @Nullable CelExpr culprit;

    private FormatCheck(CelAbstractSyntaxTree tree, List<CelExpr> arguments) {
        this.tree = tree;
        this.arguments = arguments;
    }

    /// What is wrong with a call of any function.
    static Optional<Issue> issue(CelAbstractSyntaxTree tree, CelExpr node) {
        CelExpr.CelCall call = node.call();
        if (!call.function().equals("format")
                || call.target().isEmpty()
                || call.args().size() != 1
                || call.args().getFirst().getKind() != CelExpr.ExprKind.Kind.LIST) {
            return Optional.empty();
        }
        return call.target()
                .filter(target -> target.getKind() == CelExpr.ExprKind.Kind.CONSTANT)
                .map(CelExpr::constant)
                .filter(template -> template.getKind() == CelConstant.Kind.STRING_VALUE)
                .map(CelConstant::stringValue)
                .flatMap(template ->
                        new FormatCheck(tree, call.args().getFirst().list().elements())
                                .issue(node, template));
    }

    private Optional<Issue> issue(CelExpr node, String template) {
        try {
            TemplateReader.read(template, this);
        } catch (EvaluationException e) {
            CelExpr place = culprit == null ? node : culprit;
            return Optional.of(
                    Issues.at(tree.getSource(), place.id(), String.valueOf(e.getMessage())));
        }
        return clauses >= arguments.size()
                ? Optional.empty()
                : Optional.of(
                        Issues.at(
                                tree.getSource(),
                                node.id(),
                                "too many arguments supplied to string.format (expected %d, got %d)"
                                        .formatted(clauses, arguments.size())));
    }

    @Override
    public void literal(int codePoint) {
        // Nothing can be wrong with it.
    }

    @Override
    public void announce(int index) {
        clauses++;
    }

    @Override
    public void clause(int index, char verb, int precision) {
        if (index >= arguments.size()) {
            throw new EvaluationException("index %d out of range".formatted(index));
        }
        CelExpr argument = arguments.get(index);
        switch (verb) {
            case 's' ->
                    unshowable(argument)
                            .findFirst()
                            .ifPresent(part -> {
                                throw refusal(
                                        part,
                                        "string clause can only be used on strings, bools, bytes,"
                                                + " ints, doubles, maps, lists, types, durations,"
                                                + " and timestamps");
                            });
            case 'd' -> require(argument, WHOLE, "decimal clause can only be used on integers");
            case 'f' -> require(argument, REAL, "fixed-point clause can only be used on doubles");
            case 'e' -> require(argument, REAL, "scientific clause can only be used on doubles");
            case 'b' ->
                    require(argument, BITS, "only integers and bools can be formatted as binary");
            case 'o' -> require(argument, WHOLE, "octal clause can only be used on integers");
            default ->
                    require(
                            argument,
                            HEX,
                            "only integers, byte buffers, and strings can be formatted as hex");
        }
    }

    private void require(CelExpr argument, Set<CelKind> kinds, String clause) {
        if (!isOneOf(argument, kinds)) {
            throw refusal(argument, clause);
        }
    }

    private EvaluationException refusal(CelExpr argument, String clause) {
        culprit = argument;
        return new EvaluationException(
                "error during formatting: %s, was given %s"
                        .formatted(clause, type(argument).name()));
    }

    /// The parts of an argument that no text can stand for.
    private Stream<CelExpr> unshowable(CelExpr argument) {
        if (!isOneOf(argument, SHOWABLE)) {
            return Stream.of(argument);
        }
        return switch (argument.getKind()) {
            case LIST -> argument.list().elements().stream().flatMap(this::unshowable);
            case MAP ->
                    argument.map().entries().stream()
                            .flatMap(entry -> Stream.of(entry.key(), entry.value()))
                            .flatMap(this::unshowable);
            default -> Stream.empty();
        };
    }

    private boolean isOneOf(CelExpr argument, Set<CelKind> kinds) {
        CelKind kind = type(argument).kind();
        return kind == CelKind.DYN || kinds.contains(kind);
    }

    private CelType type(CelExpr node) {
        return tree.getType(node.id()).orElse(SimpleType.DYN);
    }
}
