package dev.purser.server.custom;

import dev.purser.api.extension.JsonSchema;
import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.server.registry.ServedResource;
import java.util.Map;
import java.util.Optional;

/// A definition with the resources that it makes.
///
/// @param resources by version, those of the storage version and of all served ones
/// @param schemas by version
record ServedDefinition(
        Definition definition,
        Map<String, ServedResource> resources,
        Map<String, JsonSchema> schemas) {
    ServedDefinition {
        resources = Map.copyOf(resources);
        schemas = Map.copyOf(schemas);
    }

    /// The resource in the version in which its objects are stored.
    Optional<ServedResource> stored() {
        return definition
                .storageVersion()
                .flatMap(version -> Optional.ofNullable(resources.get(version.name())));
    }
}
