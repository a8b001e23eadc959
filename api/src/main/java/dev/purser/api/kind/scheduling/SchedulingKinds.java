package dev.purser.api.kind.scheduling;

import dev.purser.api.kind.VersionKinds;

/// The kinds of the scheduling group.
public final class SchedulingKinds {
    private SchedulingKinds() {}

    public static VersionKinds all() {
        return VersionKinds.of("scheduling.k8s.io", "v1")
                .with("PriorityClass", new PriorityClassRules());
    }
}
