package dev.purser.cel.policy;

import dev.purser.cel.library.Authorizers;
import dev.purser.cel.run.Activation;
import dev.purser.cel.run.Outcome;
import dev.purser.cel.run.Program;
import dev.purser.cel.schema.JsonValues;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Runs expressions of one policy for one request, within a budget. Variables are computed when
/// they are first read, once. Not thread-safe.
final class Evaluation implements Activation {
    private static final String OUT_OF_BUDGET =
            "validation failed due to running out of cost budget, no further validation rules will"
                    + " be run";

    private final PolicyInput input;
    private final Map<String, Expression> variables;
    private final Map<String, Value> computed = new HashMap<>();
    private final boolean mayAuthorize;
    private long budget;

    /// @param mayAuthorize whether expressions may ask who may do what
    Evaluation(
            PolicyInput input,
            Map<String, Expression> variables,
            boolean mayAuthorize,
            long budget) {
        this.input = input;
        this.variables = variables;
        this.mayAuthorize = mayAuthorize;
        this.budget = budget;
    }

    long budget() {
        return budget;
    }

    /// What an expression yields.
    sealed interface Yield {}

    record Computed(Value value) implements Yield {}

    record Failed(String error) implements Yield {}

    /// @throws BudgetException when the budget is used up
    Yield evaluate(Expression expression) {
        return switch (expression) {
            case Expression.Broken(String text, Expression.Defect error) ->
                    new Failed("compilation error: " + error.detail());
            case Expression.Compiled(String text, Program program) -> run(text, program);
        };
    }

    private Yield run(String text, Program program) {
        Outcome outcome = program.run(this);
        spend(outcome.cost());
        return switch (outcome) {
            case Outcome.Result(Value value, long cost) -> new Computed(value);
            case Outcome.Failure failure ->
                    new Failed(
                            "expression '%s' resulted in error: %s"
                                    .formatted(text, failure.error()));
        };
    }

    private void spend(long cost) {
        if (cost > budget) {
            throw new BudgetException(OUT_OF_BUDGET);
        }
        budget -= cost;
    }

    @Override
    public Optional<Value> variable(String name) {
        return switch (name) {
            case "object" -> Optional.of(json(input.object()));
            case "oldObject" -> Optional.of(json(input.oldObject()));
            case "request" -> Optional.of(JsonValues.plain(input.request()));
            case "params" -> Optional.of(json(input.params()));
            case "namespaceObject" -> Optional.of(json(input.namespace()));
            case "variables" -> Optional.of(new Variables());
            case "authorizer" ->
                    mayAuthorize
                            ? Optional.of(Authorizers.of(input.authority()))
                            : Optional.empty();
            case "authorizer.requestResource" ->
                    mayAuthorize
                            ? Optional.of(
                                    Authorizers.requestResource(
                                            input.authority(), input.resource()))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Value json(@Nullable JsonNode json) {
        return json == null ? Value.Null.NULL : JsonValues.plain(json);
    }

    private Value compute(String name, Expression expression) {
        Value known = computed.get(name);
        if (known != null) {
            return known;
        }
        Value value =
                switch (expression) {
                    case Expression.Broken(String text, Expression.Defect error) ->
                            throw new EvaluationException(
                                    "composited variable \"%s\" fails to compile: %s"
                                            .formatted(name, error.detail()));
                    case Expression.Compiled(String text, Program program) ->
                            computed(name, program.run(this));
                };
        computed.put(name, value);
        return value;
    }

    private Value computed(String name, Outcome outcome) {
        spend(outcome.cost());
        return switch (outcome) {
            case Outcome.Result(Value value, long cost) -> value;
            case Outcome.Failure failure ->
                    throw new EvaluationException(
                            "composited variable \"%s\" fails to evaluate: %s"
                                    .formatted(name, failure.error()));
        };
    }

    /// The value of `variables`.
    private final class Variables implements MapValue {
        @Override
        public int size() {
            return variables.size();
        }

        @Override
        public Collection<Value> keys() {
            return variables.keySet().stream().<Value>map(Value.Text::new).toList();
        }

        @Override
        public @Nullable Value find(Value key) {
            if (!(key instanceof Value.Text(String name))) {
                return null;
            }
            Expression expression = variables.get(name);
            return expression == null ? null : compute(name, expression);
        }
    }
}
