package dev.purser.node.shutdown;

import dev.purser.node.settings.ShutdownSettings;
import dev.purser.node.spec.PodSpec;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which pods are ended when, and how long they may take.
///
/// @param steps the lowest priority first; empty when nobody asked for a graceful shutdown
public record ShutdownPlan(List<Step> steps) {
    /// From this priority on pods are critical (`system-cluster-critical`).
    private static final int CRITICAL = 2_000_000_000;

    public ShutdownPlan {
        steps = steps.stream().sorted(Comparator.comparingInt(Step::priority)).toList();
    }

    /// The pods from this priority up to the next step's.
    ///
    /// @param grace the longest that they may take, all at once
    public record Step(int priority, Duration grace) {}

    /// A step and its pods.
    record Group(Step step, List<PodSpec> pods) {}

    /// No graceful shutdown, which is Kubernetes' default.
    public static ShutdownPlan none() {
        return new ShutdownPlan(List.of());
    }

    /// What a configuration asks for.
    public static ShutdownPlan of(ShutdownSettings settings) {
        return settings.byPriority().isEmpty()
                ? of(settings.period(), settings.criticalPeriod())
                : new ShutdownPlan(
                        settings.byPriority().stream()
                                .map(each -> new Step(each.priority(), each.period()))
                                .toList());
    }

    /// Ordinary pods first, then critical ones.
    ///
    /// @param total for all pods (`shutdownGracePeriod`)
    /// @param critical how much of that is for critical pods (`shutdownGracePeriodCriticalPods`)
    public static ShutdownPlan of(Duration total, Duration critical) {
        Duration ordinary = total.minus(critical);
        if (total.isZero() || ordinary.isNegative() || critical.isNegative()) {
            return none();
        }
        return new ShutdownPlan(
                List.of(
                        new Step(0, ordinary.truncatedTo(ChronoUnit.SECONDS)),
                        new Step(CRITICAL, critical.truncatedTo(ChronoUnit.SECONDS))));
    }

    /// Ordinary pods first, then critical ones, each as long as it asks for up to this limit.
    public static ShutdownPlan upTo(Duration limit) {
        return new ShutdownPlan(List.of(new Step(0, limit), new Step(CRITICAL, limit)));
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /// The pods of each step. Pods below the first step belong to it.
    List<Group> groups(List<PodSpec> pods) {
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            boolean isFirst = i == 0;
            long from = isFirst ? Long.MIN_VALUE : steps.get(i).priority();
            long to = i + 1 < steps.size() ? steps.get(i + 1).priority() : Long.MAX_VALUE;
            groups.add(
                    new Group(
                            steps.get(i),
                            pods.stream()
                                    .filter(pod -> pod.priority() >= from && pod.priority() < to)
                                    .toList()));
        }
        return groups;
    }
}
