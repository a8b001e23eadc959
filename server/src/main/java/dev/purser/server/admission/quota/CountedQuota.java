package dev.purser.server.admission.quota;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quota.QuotaSpec;
import dev.purser.api.quota.ResourceAmounts;
import dev.purser.api.quota.Usage;

/// A ResourceQuota with what it allows and what is used of it, perhaps more than is stored so far.
/// Immutable.
///
/// @param stored as it was read
/// @param hard the limits that usage has been counted for, by its status
record CountedQuota(KubeObject stored, QuotaSpec spec, ResourceAmounts hard, ResourceAmounts used) {
    static CountedQuota of(KubeObject quota) {
        return new CountedQuota(
                quota,
                QuotaSpec.of(quota),
                ResourceAmounts.of(quota.json().path("status").path("hard")),
                usedOf(quota));
    }

    private static ResourceAmounts usedOf(KubeObject quota) {
        return ResourceAmounts.of(quota.json().path("status").path("used"));
    }

    String name() {
        return stored.name();
    }

    /// Whether an object counts against this quota.
    boolean covers(Usage usage, KubeObject object) {
        return !usage.matching(hard.names()).isEmpty() && spec.covers(usage, object);
    }

    CountedQuota withUsed(ResourceAmounts more) {
        return new CountedQuota(stored, spec, hard, more);
    }

    boolean isChanged() {
        return !used.equals(usedOf(stored));
    }

    /// The quota as it should be stored.
    KubeObject toObject() {
        KubeObject object = stored.copy();
        object.status().set("used", used.toJson());
        return object;
    }
}
