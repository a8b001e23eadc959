package dev.purser.api.kind.coordination;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Numbers;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Leases: heartbeats of nodes, and locks of leaders.
final class LeaseRules implements KindRules {
    /// The fields of coordinated leader election (KEP-4355), which is off by default.
    private static final List<String> OFF = List.of("strategy", "preferredHolder");

    @Override
    public void prepareForCreate(KubeObject object) {
        object.spec().remove(OFF);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        object.spec().remove(OFF);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        ObjectNode spec = object.spec();
        JsonNode duration = spec.path("leaseDurationSeconds");
        if (duration.isNumber() && duration.asLong() <= 0) {
            errors.invalid(
                    "spec.leaseDurationSeconds", duration.asLong(), "must be greater than 0");
        }
        Numbers.requireNonNegative(spec.path("leaseTransitions"), "spec.leaseTransitions", errors);
    }
}
