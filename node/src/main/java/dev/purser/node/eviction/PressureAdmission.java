package dev.purser.node.eviction;

import dev.purser.node.pod.PodAdmission;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.spec.QosClass;
import dev.purser.node.status.PodFacts.Verdict;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Refuses pods while the node is under pressure: those that ask for nothing when memory is short,
/// all when something else is, but never critical ones. Thread-safe.
public final class PressureAdmission implements PodAdmission {
    private static final String MEMORY_TAINT = "node.kubernetes.io/memory-pressure";

    private final Supplier<Set<Pressure>> pressures;

    /// @param pressures under which the node is now
    public PressureAdmission(Supplier<Set<Pressure>> pressures) {
        this.pressures = pressures;
    }

    @Override
    public Optional<Verdict> refusal(PodSpec pod) {
        Set<Pressure> now = pressures.get();
        if (now.isEmpty() || pod.isCritical()) {
            return Optional.empty();
        }
        boolean isMemoryAlone = now.equals(EnumSet.of(Pressure.MEMORY));
        if (isMemoryAlone
                && (QosClass.of(pod) != QosClass.BEST_EFFORT || toleratesMemoryPressure(pod))) {
            return Optional.empty();
        }
        return Optional.of(
                new Verdict(
                        "Evicted",
                        "The node had condition: %s. "
                                .formatted(
                                        now.stream()
                                                .map(Pressure::condition)
                                                .collect(Collectors.joining(" ", "[", "]")))));
    }

    private static boolean toleratesMemoryPressure(PodSpec pod) {
        for (JsonNode toleration : pod.json().path("tolerations")) {
            String key = toleration.path("key").asString("");
            String effect = toleration.path("effect").asString("");
            String operator = toleration.path("operator").asString("Equal");
            boolean isAbout =
                    (effect.isEmpty() || effect.equals("NoSchedule"))
                            && (key.equals(MEMORY_TAINT)
                                    || (key.isEmpty() && operator.equals("Exists")));
            // The taint has no value.
            if (isAbout
                    && (operator.equals("Exists")
                            || toleration.path("value").asString("").isEmpty())) {
                return true;
            }
        }
        return false;
    }
}
