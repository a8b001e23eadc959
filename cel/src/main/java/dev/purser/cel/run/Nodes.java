package dev.purser.cel.run;

import dev.purser.cel.library.Body;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.List;

/// The simple parts of expressions.
final class Nodes {
    private Nodes() {}

    record Constant(Value value) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            return value;
        }
    }

    record Variable(String name) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            frame.charge(1);
            return frame.variable(name);
        }
    }

    record Local(int slot) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            frame.charge(1);
            return frame.local(slot);
        }
    }

    record Conditional(Node condition, Node whenTrue, Node whenFalse) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            if (condition.evaluate(frame) instanceof Value.Bool(boolean chosen)) {
                return Attributes.part(chosen ? whenTrue : whenFalse, frame);
            }
            throw EvaluationException.noSuchOverload();
        }
    }

    /// `&&` and `||`: an operand that decides makes up for one that fails.
    ///
    /// @param deciding false for `&&`, true for `||`
    record Logical(Node left, Node right, Value.Bool deciding) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            EvaluationException failure = null;
            for (Node operand : List.of(left, right)) {
                try {
                    Value value = operand.evaluate(frame);
                    if (value.equals(deciding)) {
                        return deciding;
                    }
                    if (!(value instanceof Value.Bool) && failure == null) {
                        failure = EvaluationException.noSuchOverload();
                    }
                } catch (CostLimitException e) {
                    throw e;
                } catch (EvaluationException e) {
                    failure = failure == null ? e : failure;
                }
            }
            if (failure != null) {
                throw failure;
            }
            return Value.Bool.of(!deciding.value());
        }
    }

    /// Whether a loop goes on: also after a failure, which a later element may make up for.
    record NotStrictlyFalse(Node operand) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            Value value;
            try {
                value = operand.evaluate(frame);
            } catch (CostLimitException e) {
                throw e;
            } catch (EvaluationException e) {
                value = Value.Bool.TRUE;
            }
            frame.charge(1);
            return Value.Bool.of(!value.equals(Value.Bool.FALSE));
        }
    }

    /// @param overload the signature, if there is only one that fits; empty otherwise
    record Call(String function, String overload, Body body, List<Node> arguments) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            List<Value> values = new ArrayList<>(arguments.size());
            for (Node argument : arguments) {
                values.add(evaluate(argument, frame));
            }
            CallCosts.chargeBefore(frame, function, overload, values);
            Value result = body.call(values);
            CallCosts.chargeAfter(frame, function, result);
            return result;
        }

        /// A call is charged for even if it does not take place.
        private static Value evaluate(Node argument, Frame frame) {
            try {
                return argument.evaluate(frame);
            } catch (CostLimitException e) {
                throw e;
            } catch (EvaluationException e) {
                frame.charge(1);
                throw e;
            }
        }
    }

    /// `x in [1, 2]` with a list of literals, which costs nothing more than `x`.
    record Membership(Node element, Node list, Body body) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            return body.call(List.of(element.evaluate(frame), list.evaluate(frame)));
        }
    }

    /// `a.or(b)` and `a.orValue(b)`, which look at b only when a is missing.
    record Alternative(Node first, Node second, boolean unwraps) implements Node {
        @Override
        public Value evaluate(Frame frame) {
            if (!(first.evaluate(frame) instanceof Value.Maybe(Value inner))) {
                throw EvaluationException.noSuchOverload();
            }
            if (inner == null) {
                return second.evaluate(frame);
            }
            return unwraps ? inner : new Value.Maybe(inner);
        }
    }
}
