package dev.purser.api.kind.pod;

import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks when a container starts again, where it says so itself (KEP-5307, KEP-5532).
final class RestartValidation {
    private static final List<String> POLICIES = List.of("Always", "Never", "OnFailure");
    private static final List<String> ACTIONS = List.of("Restart", "RestartAllContainers");
    private static final List<String> OPERATORS = List.of("In", "NotIn");
    private static final int RULES_MAX = 20;
    private static final int CODES_MAX = 255;
    private static final String POLICY = "restartPolicy";
    private static final String RULES = "restartPolicyRules";

    private RestartValidation() {}

    static void validate(Spot container) {
        requirePolicy(container);
        Spot rules = container.at(RULES);
        container.ifGiven(POLICY, policy -> policy.requireOneOf(POLICIES));
        requireAtMost(rules, RULES_MAX);
        rules.items().forEach(RestartValidation::validateRule);
    }

    /// The rules of init containers without a policy are not looked at.
    static void validateInit(Spot container) {
        if (container.has(POLICY)) {
            validate(container);
        } else {
            requirePolicy(container);
        }
    }

    private static void requirePolicy(Spot container) {
        if (!container.has(POLICY) && !container.at(RULES).isEmpty()) {
            container.at(POLICY).required("must specify restartPolicy when restart rules are used");
        }
    }

    private static void validateRule(Spot rule) {
        rule.at("action").requireOneOf(ACTIONS);
        Spot codes = rule.at("exitCodes");
        if (!codes.isGiven()) {
            codes.required("must be specified");
            return;
        }
        codes.at("operator").requireOneOf(OPERATORS);
        requireAtMost(codes.at("values"), CODES_MAX);
    }

    private static void requireAtMost(Spot list, int max) {
        if (list.node().size() > max) {
            list.errors().tooMany(list.path(), list.node().size(), max);
        }
    }
}
