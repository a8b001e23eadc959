package dev.purser.api.kind.device;

import dev.purser.api.kind.VersionKinds;

/// The kinds of the `resource.k8s.io` group that have rules of their own.
public final class DeviceKinds {
    private DeviceKinds() {}

    public static VersionKinds all() {
        return VersionKinds.of("resource.k8s.io", "v1")
                .with("ResourceClaim", new ResourceClaimRules())
                .with("ResourceClaimTemplate", new ResourceClaimTemplateRules())
                .with("ResourceSlice", new ResourceSliceRules());
    }
}
