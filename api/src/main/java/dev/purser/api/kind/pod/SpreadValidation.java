package dev.purser.api.kind.pod;

import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks how evenly a Pod wants to lie among others of its kind
/// (`validateTopologySpreadConstraints`).
final class SpreadValidation {
    private static final String DO_NOT_SCHEDULE = "DoNotSchedule";
    private static final List<String> ACTIONS = List.of(DO_NOT_SCHEDULE, "ScheduleAnyway");
    private static final List<String> NODE_POLICIES = List.of("Honor", "Ignore");
    private static final String KEY = "topologyKey";
    private static final String ACTION = "whenUnsatisfiable";

    private SpreadValidation() {}

    static void validate(Spot constraints) {
        List<Spot> all = constraints.items();
        for (int i = 0; i < all.size(); i++) {
            validateOne(all.get(i), all.subList(i + 1, all.size()));
        }
    }

    private static void validateOne(Spot constraint, List<Spot> others) {
        requirePositive(constraint.at("maxSkew"));
        Spot key = constraint.at(KEY);
        if (key.isEmpty()) {
            key.required("can not be empty");
        }
        Spot action = constraint.at(ACTION);
        action.requireOneOf(ACTIONS);
        requireUnlike(constraint, others);
        constraint.ifGiven("minDomains", count -> validateDomains(count, action.text()));
        constraint.ifGiven("nodeAffinityPolicy", policy -> policy.requireOneOf(NODE_POLICIES));
        constraint.ifGiven("nodeTaintsPolicy", policy -> policy.requireOneOf(NODE_POLICIES));
        LabelKeys.validate(constraint);
        Spot selector = constraint.at("labelSelector");
        Labels.validateSelector(selector.node(), selector.path(), selector.errors());
    }

    private static void requirePositive(Spot number) {
        if (number.number() <= 0) {
            number.invalidNumber("must be greater than zero");
        }
    }

    private static void requireUnlike(Spot constraint, List<Spot> others) {
        boolean isRepeated =
                others.stream()
                        .anyMatch(other ->
                                other.text(KEY).equals(constraint.text(KEY))
                                        && other.text(ACTION).equals(constraint.text(ACTION)));
        if (isRepeated) {
            FieldErrors errors = constraint.errors();
            errors.duplicate(
                    constraint.path() + ".{topologyKey, whenUnsatisfiable}",
                    "{%s, %s}".formatted(constraint.text(KEY), constraint.text(ACTION)));
        }
    }

    private static void validateDomains(Spot count, String action) {
        requirePositive(count);
        if (!action.equals(DO_NOT_SCHEDULE)) {
            count.invalidNumber(
                    "can only use minDomains if whenUnsatisfiable=%s, not %s"
                            .formatted(DO_NOT_SCHEDULE, action));
        }
    }
}
