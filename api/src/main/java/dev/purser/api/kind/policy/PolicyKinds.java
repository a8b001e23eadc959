package dev.purser.api.kind.policy;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.VersionKinds;

/// The kinds of the policy group.
public final class PolicyKinds {
    private PolicyKinds() {}

    /// @param goForm shows specs in messages
    public static VersionKinds all(GoForm goForm) {
        return VersionKinds.of("policy", "v1")
                .with("PodDisruptionBudget", new DisruptionBudgetRules(goForm));
    }
}
