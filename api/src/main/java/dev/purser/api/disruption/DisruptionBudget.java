package dev.purser.api.disruption;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.selector.SelectorException;
import tools.jackson.databind.JsonNode;

/// Reads PodDisruptionBudgets.
public final class DisruptionBudget {
    private DisruptionBudget() {}

    /// Whether a budget of the pod's namespace is about the pod. No selector means no pods, an
    /// empty one all.
    public static boolean covers(KubeObject budget, KubeObject pod) {
        JsonNode selector = budget.json().path("spec").path("selector");
        if (!selector.isObject()) {
            return false;
        }
        try {
            return LabelSelector.of(selector).matches(pod.labels());
        } catch (SelectorException unreadable) {
            return false;
        }
    }
}
