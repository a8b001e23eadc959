package dev.purser.api.kind.pod;

import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;

/// Checks which nodes a Pod may or wants to run on (`validateNodeAffinity`).
public final class NodeAffinityValidation {
    static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private static final String OPERATOR_RULE = "not a valid selector operator";

    private NodeAffinityValidation() {}

    static void validate(Spot affinity) {
        affinity.ifGiven(REQUIRED, NodeAffinityValidation::validateSelector);
        for (Spot preferred : affinity.items(PREFERRED)) {
            validateWeight(preferred.at("weight"));
            validateTerm(preferred.at("preference"), false);
        }
    }

    /// Checks a `NodeSelector`.
    public static void validateSelector(Spot selector) {
        Spot terms = selector.at("nodeSelectorTerms");
        if (terms.isEmpty()) {
            terms.required("must have at least one node selector term");
        }
        terms.items().forEach(term -> validateTerm(term, true));
    }

    static void validateWeight(Spot weight) {
        if (weight.number() < 1 || weight.number() > 100) {
            weight.invalidNumber("must be in the range 1-100");
        }
    }

    /// @param checksValues whether values must be those of labels; preferences may have any
    private static void validateTerm(Spot term, boolean checksValues) {
        for (Spot expression : term.items("matchExpressions")) {
            validateExpression(expression);
            if (checksValues) {
                expression
                        .items("values")
                        .forEach(value -> value.complain(LabelSyntax::valueErrors));
            }
        }
        term.items("matchFields").forEach(NodeAffinityValidation::validateField);
    }

    private static void validateExpression(Spot expression) {
        Spot operator = expression.at("operator");
        Spot values = expression.at("values");
        switch (operator.text()) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    values.required("must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    values.forbidden(
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            case "Gt", "Lt" -> {
                if (values.node().size() != 1) {
                    values.required(
                            "must be specified single value when `operator` is 'Lt' or 'Gt'");
                }
            }
            default -> operator.invalidText(OPERATOR_RULE);
        }
        expression.at("key").complain(LabelSyntax::keyErrors);
    }

    /// Of a node's fields, only the name can be asked for.
    private static void validateField(Spot expression) {
        Spot operator = expression.at("operator");
        Spot values = expression.at("values");
        if (!operator.text().equals("In") && !operator.text().equals("NotIn")) {
            operator.invalidText(OPERATOR_RULE);
        } else if (values.node().size() != 1) {
            values.required(
                    "must be only one value when `operator` is 'In' or 'NotIn' for node field"
                            + " selector");
        }
        Spot key = expression.at("key");
        if (key.text().equals("metadata.name")) {
            values.items().forEach(value -> value.complain(Names::subdomainErrors));
        } else {
            key.invalidText("not a valid field selector key");
        }
    }
}
