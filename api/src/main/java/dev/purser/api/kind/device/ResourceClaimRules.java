package dev.purser.api.kind.device;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;

/// ResourceClaims. Their changes are not counted.
final class ResourceClaimRules implements KindRules {
    @Override
    public void setDefaults(KubeObject object) {
        DeviceRequests.setDefaults(object.json().path("spec"));
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
    }
}
