package dev.purser.api.kind.coordination;

import dev.purser.api.kind.VersionKinds;

/// The kinds of the coordination group.
public final class CoordinationKinds {
    private CoordinationKinds() {}

    public static VersionKinds all() {
        return VersionKinds.of("coordination.k8s.io", "v1").with("Lease", new LeaseRules());
    }
}
