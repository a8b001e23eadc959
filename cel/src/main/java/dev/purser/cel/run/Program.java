package dev.purser.cel.run;

import dev.purser.cel.compile.CheckedExpression;
import dev.purser.cel.value.EvaluationException;

/// An expression, ready to be run any number of times. Immutable and thread-safe.
public final class Program {
    /// What one run of one expression may cost: about a tenth of a second.
    public static final long COST_MAX = 1_000_000;

    private final Node root;
    private final int locals;

    private Program(Node root, int locals) {
        this.root = root;
        this.locals = locals;
    }

    /// @throws PlanningException when no run could succeed
    public static Program of(CheckedExpression expression) throws PlanningException {
        Planner planner = new Planner(expression);
        Node root = planner.plan();
        return new Program(root, planner.locals());
    }

    /// Runs the expression.
    public Outcome run(Activation activation) {
        Frame frame = new Frame(activation, locals, COST_MAX);
        try {
            return new Outcome.Result(root.evaluate(frame), frame.cost());
        } catch (EvaluationException e) {
            return new Outcome.Failure(String.valueOf(e.getMessage()), frame.cost());
        }
    }
}
