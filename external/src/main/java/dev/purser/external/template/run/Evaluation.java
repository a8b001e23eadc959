package dev.purser.external.template.run;

import dev.purser.external.template.syntax.Node;
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
import dev.purser.external.template.syntax.NodeText;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.Value;
import dev.purser.external.template.value.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds out what expressions are worth. Not thread-safe.
final class Evaluation {
    private final FunctionTable functions;
    private final Budget budget;
    private final Failures failures;
    private final Fields fields;
    private Variables variables = new Variables();

    Evaluation(FunctionTable functions, Budget budget, Failures failures) {
        this.functions = functions;
        this.budget = budget;
        this.failures = failures;
        this.fields = new Fields(failures);
    }

    /// Another template runs from now on, with variables of its own.
    void use(Variables ofTemplate) {
        variables = ofTemplate;
    }

    void step(Node node) throws ExecutionException {
        try {
            budget.charge(1);
        } catch (CallException e) {
            throw failures.at(node, e.getMessage());
        }
    }

    Value pipeline(Value dot, Pipeline pipeline) throws ExecutionException {
        Value value = null;
        for (Command command : pipeline.commands()) {
            value = command(dot, command, value);
            if (value == Nil.EMPTY_INTERFACE) {
                value = Nil.NOTHING;
            }
        }
        Value result = value == null ? Nil.NOTHING : value;
        for (Variable variable : pipeline.variables()) {
            String name = variable.names().getFirst();
            if (!pipeline.assignment()) {
                variables.push(name, result);
            } else if (!variables.set(name, result)) {
                throw failures.at(pipeline, "undefined variable: " + name);
            }
        }
        return result;
    }

    /// @param last the value of the command before, which is the last argument of this one
    private Value command(Value dot, Command command, @Nullable Value last)
            throws ExecutionException {
        Expression first = command.arguments().getFirst();
        List<Expression> arguments = command.arguments().subList(1, command.arguments().size());
        Given given = new Given(dot, arguments, last);
        return switch (first) {
            case Identifier identifier -> function(command, identifier, given);
            case Field field -> chain(field, dot, field.names(), given);
            case Chain chain -> chain(chain, chainStart(dot, chain), chain.names(), given);
            case Variable variable -> variable(variable, given);
            default -> {
                if (!given.isNothing()) {
                    throw failures.at(
                            first, "can't give argument to non-function " + NodeText.of(first));
                }
                yield plain(dot, first);
            }
        };
    }

    /// The arguments of a command.
    private record Given(Value dot, List<Expression> arguments, @Nullable Value last) {
        boolean isNothing() {
            return arguments.isEmpty() && last == null;
        }

        int count() {
            return arguments.size() + (last == null ? 0 : 1);
        }
    }

    private Value plain(Value dot, Expression expression) throws ExecutionException {
        return switch (expression) {
            case Pipeline pipeline -> pipeline(dot, pipeline);
            case Dot _ -> dot;
            case BoolConstant bool -> Value.of(bool.value());
            case NumberConstant number -> number(number);
            case StringConstant string -> Value.of(string.text());
            case NilConstant nil -> throw failures.at(nil, "nil is not a command");
            default ->
                    throw failures.at(
                            expression, "can't evaluate command " + NodeText.of(expression));
        };
    }

    private Value number(NumberConstant constant) throws ExecutionException {
        String text = constant.text();
        Node.Numeric number = constant.number();
        boolean hexadecimal =
                text.length() > 2
                        && (text.startsWith("0x") || text.startsWith("0X"))
                        && !containsAny(text, "pP");
        if (number.isFloat()
                && !hexadecimal
                && !text.startsWith("'")
                && containsAny(text, ".eEpP")) {
            return Value.of(number.floatValue());
        }
        if (!number.isInt()) {
            throw failures.at(constant, text + " overflows int");
        }
        return Value.of(number.intValue());
    }

    private static boolean containsAny(String text, String characters) {
        return characters.chars().anyMatch(c -> text.indexOf(c) >= 0);
    }

    private Value chainStart(Value dot, Chain chain) throws ExecutionException {
        return chain.of() instanceof NilConstant
                ? Nil.NOTHING
                : argument(dot, GoType.VALUE, chain.of());
    }

    private Value variable(Variable variable, Given given) throws ExecutionException {
        List<String> names = variable.names();
        Optional<Value> value = variables.find(names.getFirst());
        if (value.isEmpty()) {
            throw failures.at(variable, "undefined variable: " + names.getFirst());
        }
        if (names.size() > 1) {
            return chain(variable, value.get(), names.subList(1, names.size()), given);
        }
        if (!given.isNothing()) {
            throw failures.at(
                    variable, "can't give argument to non-function " + NodeText.of(variable));
        }
        return value.get();
    }

    private Value chain(Expression node, Value start, List<String> names, Given given)
            throws ExecutionException {
        Value receiver = start;
        boolean ofAnything = false;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            boolean last = i == names.size() - 1;
            Optional<Function> method = fields.method(receiver, name);
            Given own = last ? given : new Given(given.dot(), List.of(), null);
            boolean mayHoldAnything = receiver.type().holdsAnything();
            receiver =
                    method.isPresent()
                            ? call(node, name, method.get(), own)
                            : fields.get(
                                    node,
                                    receiver,
                                    ofAnything ? GoType.ANY : receiver.type(),
                                    name,
                                    !own.isNothing());
            ofAnything = mayHoldAnything;
        }
        return receiver;
    }

    private Value function(Node command, Identifier identifier, Given given)
            throws ExecutionException {
        String name = identifier.name();
        if (name.equals("and") || name.equals("or")) {
            return junction(identifier, given);
        }
        Function function =
                functions
                        .find(name)
                        .orElseThrow(() ->
                                failures.at(
                                        identifier, "\"" + name + "\" is not a defined function"));
        checkCount(identifier, name, function, given);
        return call(command, name, function, given);
    }

    private void checkCount(Node node, String name, Function function, Given given)
            throws ExecutionException {
        if (function.variadic() && given.count() < function.fixed()) {
            throw failures.at(
                    node,
                    "wrong number of args for %s: want at least %d got %d"
                            .formatted(name, function.fixed(), given.arguments().size()));
        }
        if (!function.variadic() && given.count() != function.fixed()) {
            throw failures.at(
                    node,
                    "wrong number of args for %s: want %d got %d"
                            .formatted(name, function.fixed(), given.count()));
        }
    }

    /// `and` and `or` look at no more arguments than they need.
    private Value junction(Identifier identifier, Given given) throws ExecutionException {
        boolean stopAt = identifier.name().equals("or");
        if (given.count() < 1) {
            throw failures.at(
                    identifier,
                    "wrong number of args for %s: want at least 1 got 0"
                            .formatted(identifier.name()));
        }
        Value value = Nil.NOTHING;
        for (Expression argument : given.arguments()) {
            value = argument(given.dot(), GoType.VALUE, argument);
            if (value.isTrue() == stopAt) {
                return value;
            }
        }
        return given.last() == null ? value : given.last();
    }

    private Value call(Node node, String name, Function function, Given given)
            throws ExecutionException {
        if (function.fixed() != given.count() && !function.variadic()) {
            checkCount(node, name, function, given);
        }
        List<Value> values = new ArrayList<>();
        for (Expression argument : given.arguments()) {
            values.add(argument(given.dot(), function.parameter(values.size()), argument));
        }
        if (given.last() != null) {
            values.add(fitting(node, given.last(), function.parameter(values.size())));
        }
        try {
            budget.charge(1);
            for (Value value : values) {
                budget.measure(value);
            }
            Value result = function.body().call(new Arguments(values, budget));
            budget.made(result);
            return result;
        } catch (CallException e) {
            throw failures.calling(node, name, e);
        }
    }

    private Value argument(Value dot, GoType type, Expression argument) throws ExecutionException {
        Given none = new Given(dot, List.of(), null);
        return switch (argument) {
            case Dot _ -> fitting(argument, dot, type);
            case NilConstant _ -> {
                if (!type.canBeNil()) {
                    throw failures.at(argument, "cannot assign nil to " + type);
                }
                yield fitting(argument, Nil.NOTHING, type);
            }
            case Field field -> fitting(field, chain(field, dot, field.names(), none), type);
            case Variable variable -> fitting(variable, variable(variable, none), type);
            case Pipeline pipeline -> fitting(pipeline, pipeline(dot, pipeline), type);
            case Identifier identifier ->
                    fitting(identifier, function(identifier, identifier, none), type);
            case Chain chain ->
                    fitting(chain, chain(chain, chainStart(dot, chain), chain.names(), none), type);
            case BoolConstant _, NumberConstant _, StringConstant _ -> constant(argument, type);
        };
    }

    private Value constant(Expression constant, GoType type) throws ExecutionException {
        return switch (type.kind()) {
            case BOOL -> {
                if (constant instanceof BoolConstant bool) {
                    yield Value.of(bool.value());
                }
                throw failures.at(constant, "expected bool; found " + NodeText.of(constant));
            }
            case STRING -> {
                if (constant instanceof StringConstant string) {
                    yield new Text(type, string.text());
                }
                throw failures.at(constant, "expected string; found " + NodeText.of(constant));
            }
            case INT, INT32, INT64, UINT8, UINT32, FLOAT64 -> numeric(constant, type);
            case INTERFACE -> plain(Nil.NOTHING, constant);
            default -> {
                if (type.equals(GoType.VALUE)) {
                    yield plain(Nil.NOTHING, constant);
                }
                throw failures.at(
                        constant,
                        "can't handle %s for arg of type %s"
                                .formatted(NodeText.of(constant), type));
            }
        };
    }

    private Value numeric(Expression constant, GoType type) throws ExecutionException {
        Node.Numeric number =
                constant instanceof NumberConstant numeric
                        ? numeric.number()
                        : new Node.Numeric(false, 0, false, 0, false, 0);
        if (type.equals(GoType.FLOAT64) && number.isFloat()) {
            return Value.of(number.floatValue());
        }
        if (type.kind().isSigned() && number.isInt()) {
            return new Whole(type, number.intValue());
        }
        if (type.kind().isUnsigned() && number.isUint()) {
            return new Whole(type, number.uintValue());
        }
        String wanted = type.equals(GoType.FLOAT64) ? "float" : "integer";
        String sign = type.kind().isUnsigned() ? "unsigned " : "";
        throw failures.at(
                constant, "expected " + sign + wanted + "; found " + NodeText.of(constant));
    }

    /// A value as one of a type, if it is.
    private Value fitting(Node node, Value value, GoType type) throws ExecutionException {
        if (type.equals(GoType.VALUE)) {
            return value;
        }
        if (value == Nil.NOTHING) {
            return Zeros.of(type)
                    .orElseThrow(() -> failures.at(node, "invalid value; expected " + type));
        }
        if (!type.equals(GoType.ANY) && !value.type().equals(type)) {
            throw failures.at(
                    node,
                    "wrong type for value; expected %s; got %s".formatted(type, value.type()));
        }
        return value;
    }
}
