package dev.purser.api.kind.core;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.VersionKinds;
import dev.purser.api.kind.service.EndpointsRules;
import dev.purser.api.kind.service.ServiceRules;

/// The kinds of the core group that have rules of their own, Pods excepted.
public final class CoreKinds {
    private CoreKinds() {}

    /// @param goForm shows parts of objects in messages
    public static VersionKinds all(GoForm goForm) {
        return VersionKinds.of("", "v1")
                .with("ComponentStatus", new ComponentStatusRules())
                .with("ConfigMap", new ConfigMapRules())
                .with("Endpoints", new EndpointsRules())
                .with("LimitRange", new LimitRangeRules())
                .with("Namespace", new NamespaceRules())
                .with("Node", new NodeRules(goForm))
                .with("PersistentVolume", new PersistentVolumeRules(goForm))
                .with("PersistentVolumeClaim", new PersistentVolumeClaimRules(goForm))
                .with("ResourceQuota", new ResourceQuotaRules(goForm))
                .with("Secret", new SecretRules())
                .with("Service", new ServiceRules(goForm))
                .with("ServiceAccount", new ServiceAccountRules());
    }
}
