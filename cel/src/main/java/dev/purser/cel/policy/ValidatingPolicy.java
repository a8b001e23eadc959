package dev.purser.cel.policy;

import dev.purser.cel.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The compiled expressions of a ValidatingAdmissionPolicy. Immutable and thread-safe.
public final class ValidatingPolicy {
    /// About a second for all expressions.
    static final long BUDGET = 10_000_000;

    private static final int MESSAGE_BYTES_MAX = 5 * 1024;

    private final MatchConditions conditions;
    private final Map<String, Expression> variables;
    private final List<Validation> validations;
    private final List<Annotation> annotations;
    private final boolean deniesOnFailure;

    private record Validation(
            Expression condition, Optional<Expression> message, String text, String reason) {

        /// What is said when no expression says it.
        String fallback() {
            return text.isBlank() ? "failed expression: " + condition.text().strip() : text.strip();
        }
    }

    private record Annotation(String key, Expression value) {}

    private ValidatingPolicy(
            MatchConditions conditions,
            Map<String, Expression> variables,
            List<Validation> validations,
            List<Annotation> annotations,
            boolean deniesOnFailure) {
        this.conditions = conditions;
        this.variables = variables;
        this.validations = validations;
        this.annotations = annotations;
        this.deniesOnFailure = deniesOnFailure;
    }

    /// Compiles a policy. What does not compile fails when it is evaluated.
    ///
    /// @param spec the policy's spec
    public static ValidatingPolicy of(JsonNode spec) {
        PolicyCompiler compiler = new PolicyCompiler(spec.path("paramKind").isObject());
        MatchConditions conditions = MatchConditions.of(spec.path("matchConditions"), compiler);
        Map<String, Expression> variables = variables(spec, compiler);
        List<Validation> validations =
                spec.path("validations")
                        .valueStream()
                        .map(validation -> validation(validation, compiler))
                        .toList();
        List<Annotation> annotations =
                spec.path("auditAnnotations")
                        .valueStream()
                        .map(annotation ->
                                new Annotation(
                                        annotation.path("key").asString(""),
                                        compiler.compile(
                                                annotation
                                                        .path("valueExpression")
                                                        .asString("")
                                                        .strip(),
                                                Purpose.AUDIT)))
                        .toList();
        boolean denies = !spec.path("failurePolicy").asString("Fail").equals("Ignore");
        return new ValidatingPolicy(conditions, variables, validations, annotations, denies);
    }

    static Map<String, Expression> variables(JsonNode spec, PolicyCompiler compiler) {
        Map<String, Expression> variables = new LinkedHashMap<>();
        for (JsonNode variable : spec.path("variables")) {
            String name = variable.path("name").asString("");
            variables.put(name, compiler.variable(name, variable.path("expression").asString("")));
        }
        return variables;
    }

    private static Validation validation(JsonNode json, PolicyCompiler compiler) {
        String message = json.path("messageExpression").asString("");
        return new Validation(
                compiler.compile(json.path("expression").asString(""), Purpose.CONDITION),
                message.isBlank()
                        ? Optional.empty()
                        : Optional.of(compiler.compile(message, Purpose.MESSAGE)),
                json.path("message").asString(""),
                json.path("reason").asString("Invalid"));
    }

    /// Why a request is refused.
    ///
    /// @param reason the reason in the Status, `Invalid` or `Forbidden`
    public record Denial(String message, String reason) {}

    /// Judges a request: a denial for each validation that does not hold, or cannot be told.
    public List<Denial> validate(PolicyInput input) {
        return switch (conditions.match(input)) {
            case MatchConditions.NotMatching() -> List.of();
            case MatchConditions.Unclear(String error) -> failure(error);
            case MatchConditions.Matching() -> judge(input);
        };
    }

    private List<Denial> failure(String error) {
        return deniesOnFailure ? List.of(new Denial(error, "Invalid")) : List.of();
    }

    private List<Denial> judge(PolicyInput input) {
        List<Denial> denials = new ArrayList<>();
        try {
            Evaluation evaluation = new Evaluation(input, variables, true, BUDGET);
            List<Evaluation.Yield> yields =
                    validations.stream()
                            .map(each -> evaluation.evaluate(each.condition()))
                            .toList();
            Evaluation messages = new Evaluation(input, variables, false, evaluation.budget());
            for (int i = 0; i < validations.size(); i++) {
                denials.addAll(judge(validations.get(i), yields.get(i), messages));
            }
            denials.addAll(annotate(new Evaluation(input, variables, true, BUDGET)));
            return denials;
        } catch (BudgetException e) {
            return failure(String.valueOf(e.getMessage()));
        }
    }

    private List<Denial> judge(Validation validation, Evaluation.Yield yield, Evaluation messages) {
        return switch (yield) {
            case Evaluation.Failed(String error) -> failure(error);
            case Evaluation.Computed(Value value) ->
                    value.equals(Value.Bool.TRUE)
                            ? List.of()
                            : List.of(
                                    new Denial(message(validation, messages), validation.reason()));
        };
    }

    private static String message(Validation validation, Evaluation messages) {
        return validation
                .message()
                .map(messages::evaluate)
                .flatMap(ValidatingPolicy::usable)
                .orElseGet(validation::fallback);
    }

    private static Optional<String> usable(Evaluation.Yield yield) {
        if (!(yield instanceof Evaluation.Computed(Value.Text(String text)))) {
            return Optional.empty();
        }
        String trimmed = text.strip();
        boolean usable =
                !trimmed.isEmpty()
                        && !trimmed.contains("\n")
                        && trimmed.getBytes(StandardCharsets.UTF_8).length <= MESSAGE_BYTES_MAX;
        return usable ? Optional.of(trimmed) : Optional.empty();
    }

    /// Computes the audit annotations: nobody records them here, but one that fails denies.
    private List<Denial> annotate(Evaluation evaluation) {
        List<Denial> denials = new ArrayList<>();
        for (Annotation annotation : annotations) {
            if (evaluation.evaluate(annotation.value())
                    instanceof Evaluation.Failed(String error)) {
                denials.addAll(failure(error));
            }
        }
        return denials;
    }
}
