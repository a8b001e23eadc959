package dev.purser.api.kind.pod;

import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks which taints of nodes a Pod bears with (`ValidateTolerations`).
final class TolerationValidation {
    private static final List<String> OPERATORS = List.of("Equal", "Exists");

    /// With those that compare numbers, which are known and not switched on (KEP-5471).
    private static final List<String> ALL_OPERATORS = List.of("Equal", "Exists", "Lt", "Gt");

    private static final List<String> EFFECTS =
            List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    private TolerationValidation() {}

    static void validate(Spot tolerations) {
        tolerations.items().forEach(TolerationValidation::validateOne);
    }

    private static void validateOne(Spot toleration) {
        Spot key = toleration.at("key");
        Spot operator = toleration.at("operator");
        Spot effect = toleration.at("effect");
        if (!key.isEmpty()) {
            key.complain(LabelSyntax::keyErrors);
        } else if (!operator.text().equals("Exists")) {
            operator.invalidText(
                    "operator must be Exists when `key` is empty, which means \"match all values"
                            + " and all keys\"");
        }
        if (toleration.has("tolerationSeconds") && !effect.text().equals("NoExecute")) {
            effect.invalidText("effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
        validateOperator(operator, toleration.text("value"));
        if (!effect.isEmpty()) {
            effect.requireOneOf(EFFECTS);
        }
    }

    private static void validateOperator(Spot operator, String value) {
        switch (operator.text()) {
            case "", "Equal" -> {
                List<String> complaints = LabelSyntax.valueErrors(value);
                if (!complaints.isEmpty()) {
                    operator.invalid(value, String.join(";", complaints));
                }
            }
            case "Exists" -> {
                if (!value.isEmpty()) {
                    operator.invalid(value, "value must be empty when `operator` is 'Exists'");
                }
            }
            case "Lt", "Gt" -> operator.notSupported(ALL_OPERATORS);
            default -> operator.notSupported(OPERATORS);
        }
    }
}
