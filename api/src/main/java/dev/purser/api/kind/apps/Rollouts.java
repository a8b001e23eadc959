package dev.purser.api.kind.apps;

import dev.purser.api.validation.Numbers;
import dev.purser.api.validation.Spot;

/// Checks how many Pods may be missing or too many while a workload is rolled out: counts, or
/// shares like `25%`.
final class Rollouts {
    private Rollouts() {}

    static void validateAmount(Spot amount) {
        Numbers.validateCountOrPercent(amount.node(), amount.path(), amount.errors());
    }

    static void requireAtMostAll(Spot amount) {
        Numbers.requireAtMostAll(amount.node(), amount.path(), amount.errors());
    }

    static boolean isNothing(Spot amount) {
        return Numbers.countOrPercent(amount.node()) == 0;
    }
}
