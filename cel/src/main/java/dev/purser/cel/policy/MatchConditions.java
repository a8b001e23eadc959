package dev.purser.cel.policy;

import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Whether a policy is for a request at all. Immutable and thread-safe.
public final class MatchConditions {
    /// A quarter of a second.
    private static final long BUDGET = 2_500_000;

    private final List<Expression> conditions;

    private MatchConditions(List<Expression> conditions) {
        this.conditions = conditions;
    }

    /// The conditions of something that has nothing but conditions, such as a webhook.
    ///
    /// @param conditions objects with a member `expression` each
    public static MatchConditions of(JsonNode conditions) {
        return of(conditions, new PolicyCompiler(false));
    }

    static MatchConditions of(JsonNode conditions, PolicyCompiler compiler) {
        return new MatchConditions(
                conditions
                        .valueStream()
                        .map(condition -> condition.path("expression").asString("").strip())
                        .map(compiler::matchCondition)
                        .toList());
    }

    /// How the conditions judge a request.
    public sealed interface Match {}

    public record Matching() implements Match {}

    public record NotMatching() implements Match {}

    /// No condition is false, but some cannot be told.
    public record Unclear(String error) implements Match {}

    /// Judges a request.
    public Match match(PolicyInput input) {
        Evaluation evaluation = new Evaluation(input.withoutNamespace(), Map.of(), true, BUDGET);
        List<String> errors = new ArrayList<>();
        try {
            for (Expression condition : conditions) {
                switch (evaluation.evaluate(condition)) {
                    case Evaluation.Failed(String error) -> errors.add(error);
                    case Evaluation.Computed(Value value) -> {
                        if (value.equals(Value.Bool.FALSE)) {
                            return new NotMatching();
                        }
                    }
                }
            }
        } catch (BudgetException e) {
            return new Unclear(String.valueOf(e.getMessage()));
        }
        return errors.isEmpty() ? new Matching() : new Unclear(joined(errors));
    }

    private static String joined(List<String> errors) {
        List<String> distinct = errors.stream().distinct().toList();
        return distinct.size() == 1 ? distinct.getFirst() : "[" + String.join(", ", distinct) + "]";
    }
}
