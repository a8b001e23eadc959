package dev.purser.cel.run;

import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.Value;

/// One run of an expression: its variables, and what it has cost so far. Not thread-safe.
final class Frame {
    private final Activation activation;
    private final Slot[] locals;
    private final long limit;
    private long cost;

    Frame(Activation activation, int locals, long limit) {
        this.activation = activation;
        this.locals = new Slot[locals];
        this.limit = limit;
    }

    Value variable(String name) {
        return activation
                .variable(name)
                .orElseThrow(() -> new EvaluationException("no such attribute(s): " + name));
    }

    /// The value of a variable of a loop.
    ///
    /// @throws EvaluationException when computing it failed
    Value local(int slot) {
        return switch (locals[slot]) {
            case Known(Value value) -> value;
            case Unknown(EvaluationException failure) -> throw failure;
        };
    }

    void setLocal(int slot, Value value) {
        locals[slot] = new Known(value);
    }

    /// Sets a variable to what an expression yields, be it a failure: a later step of a loop may
    /// overcome it.
    void computeLocal(int slot, Node node) {
        try {
            locals[slot] = new Known(node.evaluate(this));
        } catch (CostLimitException e) {
            throw e;
        } catch (EvaluationException e) {
            locals[slot] = new Unknown(e);
        }
    }

    private sealed interface Slot {}

    private record Known(Value value) implements Slot {}

    private record Unknown(EvaluationException failure) implements Slot {}

    /// @throws CostLimitException when the run has become too expensive
    void charge(long units) {
        cost += units;
        if (cost > limit || cost < 0) {
            throw new CostLimitException();
        }
    }

    long cost() {
        return cost;
    }
}
