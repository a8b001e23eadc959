package dev.purser.api.kind.apiextensions;

import dev.purser.api.codec.GoForm;
import dev.purser.api.extension.SchemaDefinitionCheck;
import dev.purser.api.kind.VersionKinds;

/// The kinds of `apiextensions.k8s.io/v1`.
public final class ApiExtensionsKinds {
    private ApiExtensionsKinds() {}

    /// @param schemas checks the schemas of definitions
    /// @param goForm shows parts of definitions in messages
    public static VersionKinds all(SchemaDefinitionCheck schemas, GoForm goForm) {
        return VersionKinds.of("apiextensions.k8s.io", "v1")
                .with(
                        "CustomResourceDefinition",
                        new CustomResourceDefinitionRules(schemas, goForm));
    }
}
