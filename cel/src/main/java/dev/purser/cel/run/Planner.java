package dev.purser.cel.run;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.purser.api.codec.GoPattern;
import dev.purser.cel.compile.CheckedExpression;
import dev.purser.cel.library.Body;
import dev.purser.cel.library.Function;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes a runnable tree of a checked one, and computes what needs no variables. For one use.
final class Planner {
    private static final Set<String> CONVERSIONS =
            Set.of(
                    "bool",
                    "bytes",
                    "double",
                    "duration",
                    "dyn",
                    "int",
                    "string",
                    "timestamp",
                    "type",
                    "uint");

    private final CheckedExpression expression;
    private final Map<String, Integer> scope = new HashMap<>();
    private int locals;

    Planner(CheckedExpression expression) {
        this.expression = expression;
    }

    Node plan() throws PlanningException {
        return plan(expression.tree().getExpr());
    }

    /// How many variables loops need.
    int locals() {
        return locals;
    }

    private Node plan(CelExpr node) throws PlanningException {
        return switch (node.getKind()) {
            case CONSTANT -> new Nodes.Constant(constant(node.constant()));
            case IDENT -> identifier(node);
            case SELECT -> select(node);
            case CALL -> call(node);
            case LIST -> list(node.list());
            case MAP -> map(node.map());
            case STRUCT -> struct(node.struct());
            case COMPREHENSION -> loop(node.comprehension());
            case NOT_SET -> throw new PlanningException("expression is empty");
        };
    }

    private static Value constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case BOOLEAN_VALUE -> Value.Bool.of(constant.booleanValue());
            case INT64_VALUE -> new Value.Int(constant.int64Value());
            case UINT64_VALUE -> new Value.Uint(constant.uint64Value().longValue());
            case DOUBLE_VALUE -> new Value.Real(constant.doubleValue());
            case STRING_VALUE -> new Value.Text(constant.stringValue());
            case BYTES_VALUE -> new Value.Bytes(constant.bytesValue().toByteArray());
            default -> Value.Null.NULL;
        };
    }

    /// A variable, a constant that the compiler knows, or a type.
    private Node identifier(CelExpr node) {
        String name = node.ident().name();
        Integer slot = scope.get(name);
        return slot != null ? new Nodes.Local(slot) : global(node.id(), name);
    }

    private Node global(long id, String name) {
        String resolved =
                expression.tree().getReference(id).map(reference -> reference.name()).orElse(name);
        boolean isType =
                expression
                        .tree()
                        .getType(id)
                        .filter(type -> type instanceof dev.cel.common.types.TypeType)
                        .isPresent();
        return isType
                ? new Nodes.Constant(new Value.Type(resolved))
                : new Nodes.Variable(resolved.startsWith(".") ? resolved.substring(1) : resolved);
    }

    private Node select(CelExpr node) throws PlanningException {
        if (expression.tree().getReference(node.id()).isPresent()) {
            return global(node.id(), "");
        }
        CelExpr.CelSelect select = node.select();
        Value.Text field = new Value.Text(select.field());
        Node operand = plan(select.operand());
        return select.testOnly()
                ? new Access.Presence(operand, field)
                : member(operand, new Nodes.Constant(field), false);
    }

    private static Node member(Node container, Node key, boolean optional) {
        return new Access.Member(
                container, key, Attributes.isAttribute(container) ? 1 : 2, optional);
    }

    private Node call(CelExpr node) throws PlanningException {
        CelExpr.CelCall call = node.call();
        List<Node> arguments = new ArrayList<>();
        if (call.target().isPresent()) {
            arguments.add(plan(call.target().get()));
        }
        for (CelExpr argument : call.args()) {
            arguments.add(plan(argument));
        }
        return switch (call.function()) {
            case "_&&_" -> new Nodes.Logical(arguments.get(0), arguments.get(1), Value.Bool.FALSE);
            case "_||_" -> new Nodes.Logical(arguments.get(0), arguments.get(1), Value.Bool.TRUE);
            case "_?_:_" ->
                    new Nodes.Conditional(arguments.get(0), arguments.get(1), arguments.get(2));
            case "@not_strictly_false" -> new Nodes.NotStrictlyFalse(arguments.getFirst());
            case "_[_]" -> member(arguments.get(0), arguments.get(1), false);
            case "_?._", "_[?_]" -> member(arguments.get(0), arguments.get(1), true);
            case "or" -> new Nodes.Alternative(arguments.get(0), arguments.get(1), false);
            case "orValue" -> new Nodes.Alternative(arguments.get(0), arguments.get(1), true);
            default -> function(node, arguments);
        };
    }

    private Node function(CelExpr node, List<Node> arguments) throws PlanningException {
        String name = node.call().function();
        List<String> overloads = expression.overloads(node.id());
        Function function =
                expression
                        .library()
                        .find(name)
                        .orElseThrow(() -> new PlanningException("no such function: " + name));
        Body body = function.body(overloads);
        String overload = overloads.size() == 1 ? overloads.getFirst() : "";
        boolean constant = arguments.stream().allMatch(Nodes.Constant.class::isInstance);
        if (constant && arguments.size() == 1 && CONVERSIONS.contains(name)) {
            return folded(body, arguments);
        }
        if (overload.equals("in_list") && arguments.get(1) instanceof Nodes.Constant(Value list)) {
            return membership(arguments.get(0), list, body);
        }
        checkPattern(name, arguments);
        return new Nodes.Call(name, overload, body, arguments);
    }

    private static Node folded(Body body, List<Node> arguments) throws PlanningException {
        try {
            return new Nodes.Constant(
                    body.call(arguments.stream().map(Planner::constantValue).toList()));
        } catch (EvaluationException e) {
            throw new PlanningException(String.valueOf(e.getMessage()));
        }
    }

    private static Value constantValue(Node node) {
        return node instanceof Nodes.Constant(Value value) ? value : Value.Null.NULL;
    }

    private static Node membership(Node element, Value list, Body body) {
        boolean empty = list instanceof ListValue values && values.size() == 0;
        return empty
                ? new Nodes.Constant(Value.Bool.FALSE)
                : new Nodes.Membership(element, new Nodes.Constant(list), body);
    }

    /// A literal that is no regular expression is refused once and for all.
    private static void checkPattern(String function, List<Node> arguments)
            throws PlanningException {
        boolean takesPattern = function.equals("find") || function.equals("findAll");
        if (takesPattern && arguments.get(1) instanceof Nodes.Constant(Value.Text(String text))) {
            try {
                GoPattern.compile(text);
            } catch (com.google.re2j.PatternSyntaxException e) {
                throw new PlanningException(String.valueOf(e.getMessage()));
            }
        }
    }

    private Node list(CelExpr.CelList list) throws PlanningException {
        List<Aggregates.Part> parts = new ArrayList<>();
        for (int i = 0; i < list.elements().size(); i++) {
            parts.add(
                    new Aggregates.Part(
                            plan(list.elements().get(i)), list.optionalIndices().contains(i)));
        }
        boolean constant =
                parts.stream()
                        .allMatch(
                                part -> part.value() instanceof Nodes.Constant && !part.optional());
        return constant
                ? new Nodes.Constant(
                        new ListValue.Elements(
                                parts.stream().map(part -> constantValue(part.value())).toList()))
                : new Aggregates.MakeList(parts);
    }

    private Node map(CelExpr.CelMap map) throws PlanningException {
        List<Aggregates.Entry> entries = new ArrayList<>();
        boolean constant = true;
        for (CelExpr.CelMap.Entry entry : map.entries()) {
            Node key = plan(entry.key());
            Node value = plan(entry.value());
            constant &=
                    key instanceof Nodes.Constant
                            && value instanceof Nodes.Constant
                            && !entry.optionalEntry();
            entries.add(
                    new Aggregates.Entry(key, new Aggregates.Part(value, entry.optionalEntry())));
        }
        Node node = new Aggregates.MakeMap(entries);
        return constant ? evaluated(node) : node;
    }

    private static Node evaluated(Node node) throws PlanningException {
        try {
            return new Nodes.Constant(
                    node.evaluate(new Frame(name -> Optional.empty(), 0, Long.MAX_VALUE)));
        } catch (EvaluationException e) {
            throw new PlanningException(String.valueOf(e.getMessage()));
        }
    }

    private Node struct(CelExpr.CelStruct struct) throws PlanningException {
        Map<String, Aggregates.Part> fields = new LinkedHashMap<>();
        for (CelExpr.CelStruct.Entry entry : struct.entries()) {
            fields.put(
                    entry.fieldKey(),
                    new Aggregates.Part(plan(entry.value()), entry.optionalEntry()));
        }
        return new Aggregates.MakeStruct(struct.messageName(), fields);
    }

    private Node loop(CelExpr.CelComprehension loop) throws PlanningException {
        Node range = plan(loop.iterRange());
        Node start = plan(loop.accuInit());
        Map<String, Integer> outer = new HashMap<>(scope);
        int accumulator = declare(loop.accuVar());
        int first = declare(loop.iterVar());
        int second = loop.iterVar2().isEmpty() ? -1 : declare(loop.iterVar2());
        Node condition = plan(loop.loopCondition());
        Node step = plan(loop.loopStep());
        scope.clear();
        scope.putAll(outer);
        scope.put(loop.accuVar(), accumulator);
        Node result = plan(loop.result());
        scope.clear();
        scope.putAll(outer);
        return new Loop(range, first, second, accumulator, start, condition, step, result);
    }

    private int declare(String name) {
        scope.put(name, locals);
        return locals++;
    }
}
