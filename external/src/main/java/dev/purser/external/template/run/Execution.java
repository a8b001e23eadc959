package dev.purser.external.template.run;

import dev.purser.external.template.syntax.Node;
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
import dev.purser.external.template.syntax.Node.Variable;
import dev.purser.external.template.syntax.Trees;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Printing;
import dev.purser.external.template.value.Quoting;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Value;
import dev.purser.external.template.value.Whole;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One rendering of a template: goes through its statements and writes its text. Not thread-safe.
public final class Execution {
    private final Trees trees;
    private final Failures failures;
    private final Evaluation evaluation;
    private final Budget budget = new Budget();
    private final StringBuilder out = new StringBuilder();
    private Variables variables = new Variables();
    private int depth;

    private Execution(String name, String text, Trees trees, FunctionTable functions) {
        this.trees = trees;
        this.failures = new Failures(name, text);
        this.evaluation = new Evaluation(functions, budget, failures);
    }

    /// Renders a template.
    ///
    /// @param name of the template that is the text itself
    /// @param text of the templates, in bytes
    /// @param data the dot
    /// @return bytes
    public static String render(
            String name, String text, Trees trees, FunctionTable functions, Value data)
            throws ExecutionException {
        Execution execution = new Execution(name, text, trees, functions);
        Block root = trees.find(name).orElseThrow();
        execution.template(name, root, data);
        return execution.out.toString();
    }

    /// What follows a statement.
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private void template(String name, Block root, Value data) throws ExecutionException {
        Variables outer = variables;
        String outerName = failures.template();
        variables = new Variables();
        variables.push("$", data);
        evaluation.use(variables);
        failures.enter(name);
        block(data, root);
        variables = outer;
        evaluation.use(outer);
        failures.enter(outerName);
    }

    private Flow block(Value dot, Block block) throws ExecutionException {
        deeper(block);
        for (Statement statement : block.statements()) {
            Flow flow = statement(dot, statement);
            if (flow != Flow.ON) {
                depth--;
                return flow;
            }
        }
        depth--;
        return Flow.ON;
    }

    private void deeper(Node node) throws ExecutionException {
        if (++depth > Budget.DEPTH_MAX) {
            throw failures.at(node, "exceeded maximum template depth (" + Budget.DEPTH_MAX + ")");
        }
    }

    private Flow statement(Value dot, Statement statement) throws ExecutionException {
        evaluation.step(statement);
        switch (statement) {
            case Literal literal -> write(literal, literal.text());
            case Action action -> action(dot, action);
            case Branch branch -> {
                return branch.kind() == BranchKind.RANGE
                        ? range(dot, branch)
                        : condition(dot, branch);
            }
            case Call call -> call(dot, call);
            case Break _ -> {
                return Flow.BREAK;
            }
            case Continue _ -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.ON;
    }

    private void write(Node node, String text) throws ExecutionException {
        if (out.length() + text.length() > Budget.OUTPUT_MAX) {
            throw failures.at(node, "the text is longer than " + Budget.OUTPUT_MAX + " bytes");
        }
        out.append(text);
    }

    private void action(Value dot, Action action) throws ExecutionException {
        Value value = evaluation.pipeline(dot, action.pipeline());
        if (!action.pipeline().variables().isEmpty()) {
            return;
        }
        if (value == Nil.NOTHING) {
            write(action, "<no value>");
            return;
        }
        try {
            budget.measure(value);
        } catch (CallException e) {
            throw failures.at(action, e.getMessage());
        }
        write(action, Printing.show(value));
    }

    private Flow condition(Value dot, Branch branch) throws ExecutionException {
        int mark = variables.mark();
        Value value = evaluation.pipeline(dot, branch.pipeline());
        Flow flow = Flow.ON;
        if (value.isTrue()) {
            flow = block(branch.kind() == BranchKind.WITH ? value : dot, branch.then());
        } else if (branch.otherwise() != null) {
            flow = block(dot, branch.otherwise());
        }
        variables.pop(mark);
        return flow;
    }

    private void call(Value dot, Call call) throws ExecutionException {
        Block root =
                trees.find(call.name())
                        .orElseThrow(() ->
                                failures.at(
                                        call,
                                        "template " + Quoting.quote(call.name()) + " not defined"));
        Value data =
                call.pipeline() == null ? Nil.NOTHING : evaluation.pipeline(dot, call.pipeline());
        deeper(call);
        template(call.name(), root, data);
        depth--;
    }

    private Flow range(Value dot, Branch range) throws ExecutionException {
        int mark = variables.mark();
        Value value = evaluation.pipeline(dot, range.pipeline());
        Loop loop = new Loop(range, variables.mark());
        switch (value) {
            case Whole whole -> loop.count(whole);
            case Sequence list -> loop.elements(list.values());
            case Mapping map -> loop.members(map);
            case Nil _ -> {}
            default ->
                    throw failures.at(
                            range, "range can't iterate over a value of type " + value.type());
        }
        Flow flow = loop.ran ? Flow.ON : otherwise(dot, range);
        variables.pop(mark);
        return flow;
    }

    private Flow otherwise(Value dot, Branch range) throws ExecutionException {
        return range.otherwise() == null ? Flow.ON : block(dot, range.otherwise());
    }

    /// The turns of a `range`.
    private final class Loop {
        private final Branch range;
        private final Pipeline pipeline;
        private final int mark;
        private boolean ran;

        Loop(Branch range, int mark) {
            this.range = range;
            this.pipeline = range.pipeline();
            this.mark = mark;
        }

        void count(Whole end) throws ExecutionException {
            if (pipeline.variables().size() > 1) {
                throw failures.at(
                        range, "can't use an integer to iterate over more than one variable");
            }
            for (long i = 0; i < end.value(); i++) {
                if (!turn(Nil.NOTHING, new Whole(end.type(), i))) {
                    return;
                }
            }
        }

        void elements(List<Value> values) throws ExecutionException {
            for (int i = 0; i < values.size(); i++) {
                if (!turn(Value.of(i), values.get(i))) {
                    return;
                }
            }
        }

        void members(Mapping map) throws ExecutionException {
            // The body may change the map.
            for (Map.Entry<String, Value> member : new TreeMap<>(map.members()).entrySet()) {
                if (!turn(Value.of(member.getKey()), member.getValue())) {
                    return;
                }
            }
        }

        /// @return whether there may be another turn
        private boolean turn(Value index, Value element) throws ExecutionException {
            ran = true;
            evaluation.step(range);
            bind(index, element);
            Flow flow = block(element, range.then());
            variables.pop(mark);
            return flow != Flow.BREAK;
        }

        private void bind(Value index, Value element) throws ExecutionException {
            List<Variable> names = pipeline.variables();
            if (names.isEmpty()) {
                return;
            }
            if (pipeline.assignment()) {
                boolean both = names.size() > 1;
                set(names.getFirst(), both ? index : element);
                if (both) {
                    set(names.get(1), element);
                }
                return;
            }
            variables.setTop(1, element);
            if (names.size() > 1) {
                variables.setTop(2, index);
            }
        }

        private void set(Variable variable, Value value) throws ExecutionException {
            if (!variables.set(variable.names().getFirst(), value)) {
                throw failures.at(variable, "undefined variable: " + variable.names().getFirst());
            }
        }
    }
}
