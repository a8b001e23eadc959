package dev.purser.api.kind.apiextensions;

import dev.purser.api.kind.VersionKinds;

/// The kinds of `apiextensions.k8s.io/v1`.
public final class ApiExtensionsKinds {
    private ApiExtensionsKinds() {}

    public static VersionKinds all() {
        return VersionKinds.of("apiextensions.k8s.io", "v1")
                .with("CustomResourceDefinition", new CustomResourceDefinitionRules());
    }
}
