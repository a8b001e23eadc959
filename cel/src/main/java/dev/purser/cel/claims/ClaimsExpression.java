package dev.purser.cel.claims;

import dev.purser.cel.compile.CheckedExpression;
import dev.purser.cel.run.Activation;
import dev.purser.cel.run.Outcome;
import dev.purser.cel.run.Program;
import dev.purser.cel.schema.JsonValues;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An expression over one variable, compiled. Immutable and thread-safe.
public final class ClaimsExpression {
    private final CheckedExpression checked;
    private final Program program;
    private final String variable;

    ClaimsExpression(CheckedExpression checked, Program program, String variable) {
        this.checked = checked;
        this.program = program;
        this.variable = variable;
    }

    public String text() {
        return checked.text();
    }

    /// Whether it reads this member of the variable by its name.
    public boolean selects(String member) {
        return checked.selects(variable, member);
    }

    /// A text.
    ///
    /// @return empty for a value of another type
    /// @throws ClaimsException when the expression fails
    public Optional<String> asText(JsonNode input) throws ClaimsException {
        return value(input) instanceof Value.Text(String text)
                ? Optional.of(text)
                : Optional.empty();
    }

    /// A yes or no.
    ///
    /// @return empty for a value of another type
    /// @throws ClaimsException when the expression fails
    public Optional<Boolean> asCondition(JsonNode input) throws ClaimsException {
        return value(input) instanceof Value.Bool(boolean is) ? Optional.of(is) : Optional.empty();
    }

    /// Texts: those of a list that are not empty, or one; null is none.
    ///
    /// @return empty for a value of another type
    /// @throws ClaimsException when the expression fails
    public Optional<List<String>> asTexts(JsonNode input) throws ClaimsException {
        return switch (value(input)) {
            case Value.Text(String text) -> Optional.of(text.isEmpty() ? List.of() : List.of(text));
            case Value.Null _ -> Optional.of(List.of());
            case ListValue list -> texts(list);
            default -> Optional.empty();
        };
    }

    private static Optional<List<String>> texts(ListValue list) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof Value.Text(String text))) {
                return Optional.empty();
            }
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return Optional.of(texts);
    }

    private Value value(JsonNode input) throws ClaimsException {
        Outcome outcome = program.run(Activation.of(Map.of(variable, JsonValues.plain(input))));
        return switch (outcome) {
            case Outcome.Result(Value value, long _) -> value;
            case Outcome.Failure(String error, long _) ->
                    throw new ClaimsException(
                            "expression '%s' resulted in error: %s".formatted(text(), error));
        };
    }
}
