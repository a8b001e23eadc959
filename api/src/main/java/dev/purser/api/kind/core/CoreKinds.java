package dev.purser.api.kind.core;

import dev.purser.api.kind.VersionKinds;

/// The kinds of the core group that have rules of their own, Pods excepted.
public final class CoreKinds {
    private CoreKinds() {}

    public static VersionKinds all() {
        return VersionKinds.of("", "v1")
                .with("ConfigMap", new ConfigMapRules())
                .with("Namespace", new NamespaceRules())
                .with("Node", new NodeRules())
                .with("Secret", new SecretRules());
    }
}
