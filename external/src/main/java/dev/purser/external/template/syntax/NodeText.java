package dev.purser.external.template.syntax;

import dev.purser.external.template.syntax.Node.Action;
import dev.purser.external.template.syntax.Node.Block;
import dev.purser.external.template.syntax.Node.BoolConstant;
import dev.purser.external.template.syntax.Node.Branch;
import dev.purser.external.template.syntax.Node.Break;
import dev.purser.external.template.syntax.Node.Call;
import dev.purser.external.template.syntax.Node.Chain;
import dev.purser.external.template.syntax.Node.Command;
import dev.purser.external.template.syntax.Node.Continue;
import dev.purser.external.template.syntax.Node.Dot;
import dev.purser.external.template.syntax.Node.Expression;
import dev.purser.external.template.syntax.Node.Field;
import dev.purser.external.template.syntax.Node.Identifier;
import dev.purser.external.template.syntax.Node.Literal;
import dev.purser.external.template.syntax.Node.NilConstant;
import dev.purser.external.template.syntax.Node.NumberConstant;
import dev.purser.external.template.syntax.Node.Pipeline;
import dev.purser.external.template.syntax.Node.Statement;
import dev.purser.external.template.syntax.Node.StringConstant;
import dev.purser.external.template.syntax.Node.Variable;
import dev.purser.external.template.value.Quoting;
import java.util.Locale;
import java.util.stream.Collectors;

/// Parts of a template as text, for errors.
public final class NodeText {
    private NodeText() {}

    public static String of(Node node) {
        return switch (node) {
            case Statement statement -> statement(statement);
            case Expression expression -> expression(expression);
            case Block block ->
                    block.statements().stream().map(NodeText::of).collect(Collectors.joining());
            case Command command ->
                    command.arguments().stream()
                            .map(NodeText::argument)
                            .collect(Collectors.joining(" "));
        };
    }

    private static String statement(Statement statement) {
        return switch (statement) {
            case Literal literal -> literal.text();
            case Action action -> "{{" + of(action.pipeline()) + "}}";
            case Branch branch -> branch(branch);
            case Call call -> {
                String data = call.pipeline() == null ? "" : " " + of(call.pipeline());
                yield "{{template " + Quoting.quote(call.name()) + data + "}}";
            }
            case Break _ -> "{{break}}";
            case Continue _ -> "{{continue}}";
        };
    }

    private static String branch(Branch branch) {
        String kind = branch.kind().name().toLowerCase(Locale.ROOT);
        String otherwise = branch.otherwise() == null ? "" : "{{else}}" + of(branch.otherwise());
        return "{{"
                + kind
                + " "
                + of(branch.pipeline())
                + "}}"
                + of(branch.then())
                + otherwise
                + "{{end}}";
    }

    private static String expression(Expression expression) {
        return switch (expression) {
            case Pipeline pipeline -> pipeline(pipeline);
            case Identifier identifier -> identifier.name();
            case Variable variable -> String.join(".", variable.names());
            case Dot _ -> ".";
            case NilConstant _ -> "nil";
            case Field field -> "." + String.join(".", field.names());
            case Chain chain -> argument(chain.of()) + "." + String.join(".", chain.names());
            case BoolConstant bool -> String.valueOf(bool.value());
            case NumberConstant number -> number.text();
            case StringConstant string -> string.quoted();
        };
    }

    private static String pipeline(Pipeline pipeline) {
        String variables =
                pipeline.variables().stream().map(NodeText::of).collect(Collectors.joining(", "));
        String sign = pipeline.assignment() ? " = " : " := ";
        return (variables.isEmpty() ? "" : variables + sign)
                + pipeline.commands().stream().map(NodeText::of).collect(Collectors.joining(" | "));
    }

    private static String argument(Expression argument) {
        return argument instanceof Pipeline ? "(" + of(argument) + ")" : of(argument);
    }
}
