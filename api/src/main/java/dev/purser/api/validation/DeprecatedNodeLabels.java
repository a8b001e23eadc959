package dev.purser.api.validation;

import java.util.Map;
import java.util.Optional;

/// Labels of nodes that have been replaced by others.
public final class DeprecatedNodeLabels {
    private static final Map<String, String> ADVICE =
            Map.of(
                    "beta.kubernetes.io/arch",
                    "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
                    "beta.kubernetes.io/os",
                    "deprecated since v1.14; use \"kubernetes.io/os\" instead",
                    "failure-domain.beta.kubernetes.io/region",
                    "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
                    "failure-domain.beta.kubernetes.io/zone",
                    "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
                    "beta.kubernetes.io/instance-type",
                    "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
                    "app.kubernetes.io/created-by",
                    "deprecated since v1.9",
                    "scheduler.alpha.kubernetes.io/preferAvoidPods",
                    "deprecated since v1.22; use Taints and Tolerations instead",
                    "node-role.kubernetes.io/master",
                    "use \"node-role.kubernetes.io/control-plane\" instead");

    private DeprecatedNodeLabels() {}

    /// What to say about a label; empty for one that is in use.
    public static Optional<String> warning(String key) {
        return Optional.ofNullable(ADVICE.get(key));
    }
}
