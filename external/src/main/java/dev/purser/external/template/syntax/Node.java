package dev.purser.external.template.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a template's tree.
public sealed interface Node {
    /// Where it begins in the template's text, for errors.
    int place();

    /// A part that does something.
    sealed interface Statement extends Node {}

    /// A part that is a value.
    sealed interface Expression extends Node {}

    /// Parts one after the other.
    record Block(int place, List<Statement> statements) implements Node {
        public Block {
            statements = List.copyOf(statements);
        }
    }

    /// Text that stands for itself.
    record Literal(int place, String text) implements Statement {}

    /// A value to be written, or a variable to be set.
    record Action(int place, Pipeline pipeline) implements Statement {}

    /// `{{if}}`, `{{with}}` or `{{range}}`.
    record Branch(
            BranchKind kind, int place, Pipeline pipeline, Block then, @Nullable Block otherwise)
            implements Statement {}

    enum BranchKind {
        IF,
        WITH,
        RANGE
    }

    /// A call of another template.
    ///
    /// @param pipeline its data, if it is given any
    record Call(int place, String name, @Nullable Pipeline pipeline) implements Statement {}

    record Break(int place) implements Statement {}

    record Continue(int place) implements Statement {}

    /// Commands, each of which is given the value of the one before.
    ///
    /// @param variables those that get the value
    /// @param assignment whether the variables are there already
    record Pipeline(int place, List<Variable> variables, boolean assignment, List<Command> commands)
            implements Expression {
        public Pipeline {
            variables = List.copyOf(variables);
            commands = List.copyOf(commands);
        }
    }

    /// A value, or a function or method with its arguments.
    record Command(int place, List<Expression> arguments) implements Node {
        public Command {
            arguments = List.copyOf(arguments);
        }
    }

    /// The name of a function.
    record Identifier(int place, String name) implements Expression {}

    /// `$name` and perhaps fields of its value.
    ///
    /// @param names the first begins with `$`
    record Variable(int place, List<String> names) implements Expression {
        public Variable {
            names = List.copyOf(names);
        }
    }

    record Dot(int place) implements Expression {}

    record NilConstant(int place) implements Expression {}

    /// Fields of the dot.
    record Field(int place, List<String> names) implements Expression {
        public Field {
            names = List.copyOf(names);
        }
    }

    /// Fields of any other value.
    record Chain(int place, Expression of, List<String> names) implements Expression {
        public Chain {
            names = List.copyOf(names);
        }
    }

    record BoolConstant(int place, boolean value) implements Expression {}

    /// A number, as all the types that it fits.
    record NumberConstant(int place, String text, Numeric number) implements Expression {}

    /// @param quoted as it is written
    record StringConstant(int place, String quoted, String text) implements Expression {}

    /// The types that the text of a number fits, with its value as each of them.
    record Numeric(
            boolean isInt,
            long intValue,
            boolean isUint,
            long uintValue,
            boolean isFloat,
            double floatValue) {}
}
