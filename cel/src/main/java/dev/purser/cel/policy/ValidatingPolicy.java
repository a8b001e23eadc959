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
    /// @param expression the place of the validation among all of the policy
    /// @param reason the reason in the Status, `Invalid` or `Forbidden`
    public record Denial(int expression, String message, String reason) {}

    /// What a policy says of a request.
    ///
    /// @param denials of the validations that do not hold, or cannot be told
    /// @param errors of audit annotations that cannot be told; each refuses the request, whatever
    ///   the binding says
    /// @param annotations what the audit log is to say, without the policy's name in the keys
    public record Verdict(
            List<Denial> denials, List<String> errors, Map<String, String> annotations) {
        public Verdict {
            denials = List.copyOf(denials);
            errors = List.copyOf(errors);
        }
    }

    /// Judges a request.
    public Verdict validate(PolicyInput input) {
        return switch (conditions.match(input)) {
            case MatchConditions.NotMatching() -> unclear(List.of());
            case MatchConditions.Unclear(String error) -> unclear(failure(0, error));
            case MatchConditions.Matching() -> judge(input);
        };
    }

    private static Verdict unclear(List<Denial> denials) {
        return new Verdict(denials, List.of(), Map.of());
    }

    private List<Denial> failure(int expression, String error) {
        return deniesOnFailure ? List.of(new Denial(expression, error, "Invalid")) : List.of();
    }

    private Verdict judge(PolicyInput input) {
        List<Denial> denials = new ArrayList<>();
        try {
            Evaluation evaluation = new Evaluation(input, variables, true, BUDGET);
            List<Evaluation.Yield> yields =
                    validations.stream()
                            .map(each -> evaluation.evaluate(each.condition()))
                            .toList();
            Evaluation messages = new Evaluation(input, variables, false, evaluation.budget());
            for (int i = 0; i < validations.size(); i++) {
                denials.addAll(judge(i, yields.get(i), messages));
            }
            return annotated(denials, new Evaluation(input, variables, true, BUDGET));
        } catch (BudgetException e) {
            return unclear(failure(0, String.valueOf(e.getMessage())));
        }
    }

    private List<Denial> judge(int index, Evaluation.Yield yield, Evaluation messages) {
        Validation validation = validations.get(index);
        return switch (yield) {
            case Evaluation.Failed(String error) -> failure(index, error);
            case Evaluation.Computed(Value value) ->
                    value.equals(Value.Bool.TRUE)
                            ? List.of()
                            : List.of(
                                    new Denial(
                                            index,
                                            message(validation, messages),
                                            validation.reason()));
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

    /// With the audit annotations; those that are null or blank are left out.
    private Verdict annotated(List<Denial> denials, Evaluation evaluation) {
        List<String> errors = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (Annotation annotation : annotations) {
            switch (evaluation.evaluate(annotation.value())) {
                case Evaluation.Failed(String error) -> {
                    if (deniesOnFailure) {
                        errors.add(error);
                    }
                }
                case Evaluation.Computed(Value.Text(String text)) when !text.isBlank() ->
                        values.put(annotation.key(), text.strip());
                case Evaluation.Computed _ -> {
                    // Nothing to say.
                }
            }
        }
        return new Verdict(denials, errors, values);
    }
}
