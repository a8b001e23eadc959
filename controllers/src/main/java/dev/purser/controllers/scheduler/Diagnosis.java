package dev.purser.controllers.scheduler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Says why no node took a pod, in the form of Kubernetes' messages.
final class Diagnosis {
    private static final String NOT_HELPFUL = "Preemption is not helpful for scheduling";
    private static final String NO_VICTIMS = "No preemption victims found for incoming pod";

    private final List<List<Refusal>> byNode;

    /// @param byNode for each node what spoke against it, at least one refusal each
    Diagnosis(Collection<List<Refusal>> byNode) {
        this.byNode = List.copyOf(byNode);
    }

    String message() {
        if (byNode.isEmpty()) {
            return "no nodes available to schedule pods";
        }
        List<String> reasons = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        for (List<Refusal> refusals : byNode) {
            refusals.forEach(refusal -> reasons.add(refusal.reason()));
            boolean hopeless =
                    refusals.stream().anyMatch(refusal -> refusal.remedy() == Refusal.Remedy.NONE);
            remedies.add(hopeless ? NOT_HELPFUL : NO_VICTIMS);
        }
        return "%s preemption: %s".formatted(summary(reasons), summary(remedies));
    }

    private String summary(List<String> texts) {
        Map<String, Integer> counts = new HashMap<>();
        texts.forEach(text -> counts.merge(text, 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        counts.forEach((text, count) -> parts.add(count + " " + text));
        parts.sort(null);
        return "0/%d nodes are available: %s.".formatted(byNode.size(), String.join(", ", parts));
    }
}
