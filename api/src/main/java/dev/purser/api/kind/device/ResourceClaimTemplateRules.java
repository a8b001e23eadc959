package dev.purser.api.kind.device;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;

/// ResourceClaimTemplates.
final class ResourceClaimTemplateRules implements KindRules {
    @Override
    public void setDefaults(KubeObject object) {
        DeviceRequests.setDefaults(object.json().path("spec").path("spec"));
    }
}
