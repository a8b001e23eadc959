package dev.purser.api.kind.coordination;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Numbers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Leases: heartbeats of nodes, and locks of leaders.
public final class LeaseRules implements KindRules {
    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        ObjectNode spec = object.spec();
        JsonNode duration = spec.path("leaseDurationSeconds");
        if (duration.isNumber() && duration.asLong() <= 0) {
            errors.invalid(
                    "spec.leaseDurationSeconds", duration.asLong(), "must be greater than 0");
        }
        Numbers.requireNonNegative(spec.path("leaseTransitions"), "spec.leaseTransitions", errors);
        boolean isStrategyMissing =
                !Trees.text(spec, "preferredHolder").isEmpty()
                        && Trees.text(spec, "strategy").isEmpty();
        if (isStrategyMissing) {
            errors.forbidden(
                    "spec.preferredHolder", "may only be specified if `strategy` is defined");
        }
    }
}
