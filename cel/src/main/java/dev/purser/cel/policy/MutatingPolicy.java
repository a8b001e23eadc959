package dev.purser.cel.policy;

import dev.purser.cel.run.StructValue;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.Value;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The compiled expressions of a MutatingAdmissionPolicy. Immutable and thread-safe.
public final class MutatingPolicy {
    private final MatchConditions conditions;
    private final Map<String, Expression> variables;
    private final List<Mutation> mutations;
    private final boolean isReinvoked;

    private record Mutation(Purpose purpose, Expression expression) {}

    private MutatingPolicy(
            MatchConditions conditions,
            Map<String, Expression> variables,
            List<Mutation> mutations,
            boolean isReinvoked) {
        this.conditions = conditions;
        this.variables = variables;
        this.mutations = mutations;
        this.isReinvoked = isReinvoked;
    }

    /// Compiles a policy. What does not compile fails when it is evaluated.
    ///
    /// @param spec the policy's spec
    public static MutatingPolicy of(JsonNode spec) {
        PolicyCompiler compiler = new PolicyCompiler(spec.path("paramKind").isObject());
        compiler.compose();
        MatchConditions conditions = MatchConditions.of(spec.path("matchConditions"), compiler);
        Map<String, Expression> variables = ValidatingPolicy.variables(spec, compiler);
        List<Mutation> mutations =
                spec.path("mutations")
                        .valueStream()
                        .map(mutation -> mutation(mutation, compiler))
                        .toList();
        boolean reinvoked = spec.path("reinvocationPolicy").asString("").equals("IfNeeded");
        return new MutatingPolicy(conditions, variables, mutations, reinvoked);
    }

    private static Mutation mutation(JsonNode json, PolicyCompiler compiler) {
        boolean isJsonPatch = json.path("patchType").asString("").equals("JSONPatch");
        Purpose purpose = isJsonPatch ? Purpose.JSON_PATCH : Purpose.APPLY_CONFIGURATION;
        String member = isJsonPatch ? "jsonPatch" : "applyConfiguration";
        String text = json.path(member).path("expression").asString("").strip();
        return new Mutation(purpose, compiler.compile(text, purpose));
    }

    /// Whether the policy is for a request at all.
    public MatchConditions conditions() {
        return conditions;
    }

    /// Whether the policy is asked again after others have changed the object.
    public boolean isReinvoked() {
        return isReinvoked;
    }

    /// How many changes the policy makes, one after the other.
    public int size() {
        return mutations.size();
    }

    /// A change of an object.
    public sealed interface Patch {}

    /// The fields that the object is to have.
    public record ApplyConfiguration(ObjectNode fields) implements Patch {}

    /// Operations of RFC 6902.
    public record JsonOperations(ArrayNode operations) implements Patch {}

    /// Computes a change.
    ///
    /// @param input with the object as the changes before have left it
    /// @throws MutationException when it cannot be computed
    public Patch evaluate(int index, PolicyInput input) throws MutationException {
        Mutation mutation = mutations.get(index);
        if (mutation.expression() instanceof Expression.Broken(String text, var defect)) {
            throw new MutationException(defect.detail());
        }
        try {
            Evaluation evaluation = new Evaluation(input, variables, true, ValidatingPolicy.BUDGET);
            return switch (evaluation.evaluate(mutation.expression())) {
                case Evaluation.Failed(String error) -> throw new MutationException(error);
                case Evaluation.Computed(Value value) -> patch(mutation.purpose(), value);
            };
        } catch (BudgetException e) {
            throw new MutationException(String.valueOf(e.getMessage()));
        }
    }

    private static Patch patch(Purpose purpose, Value value) throws MutationException {
        if (purpose == Purpose.JSON_PATCH && value instanceof ListValue operations) {
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            for (Value operation : operations) {
                json.add(operation(operation));
            }
            return new JsonOperations(json);
        }
        requireNames(value);
        if (ValueJson.of(value) instanceof ObjectNode fields) {
            return new ApplyConfiguration(fields);
        }
        throw new MutationException(
                "unsupported return type from ApplyConfiguration expression: " + value.typeName());
    }

    private static ObjectNode operation(Value value) throws MutationException {
        if (!(value instanceof StructValue operation)) {
            throw new MutationException(
                    "type mismatch: JSONPatchType.expression should evaluate to array of JSONPatch");
        }
        Value content = operation.find(new Value.Text("value"));
        if (content instanceof StructValue) {
            requireNames(content);
        }
        return ValueJson.of(operation) instanceof ObjectNode json
                ? json
                : JsonNodeFactory.instance.objectNode();
    }

    private static void requireNames(Value value) throws MutationException {
        List<String> mismatches = StructNames.mismatches(value);
        if (!mismatches.isEmpty()) {
            throw new MutationException("type mismatch: " + String.join("\n", mismatches));
        }
    }
}
