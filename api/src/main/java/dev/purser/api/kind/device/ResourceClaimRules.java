package dev.purser.api.kind.device;

import dev.purser.api.kind.StatusApart;
import dev.purser.api.meta.KubeObject;

/// ResourceClaims. Their changes are not counted.
final class ResourceClaimRules implements StatusApart {
    @Override
    public void setDefaults(KubeObject object) {
        DeviceRequests.setDefaults(object.json().path("spec"));
    }
}
