package dev.purser.api.kind.conversion;

import dev.purser.api.managed.OwnerVersions;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.Schemas;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The owners of fields of a kind that has several versions. Those who wrote through another group
/// are forgotten, as Kubernetes does not look there.
///
/// @param group of the resource through which somebody writes now
public record ConvertedOwners(String group, KindVersions versions, Schemas schemas)
        implements OwnerVersions {
    @Override
    public boolean isKnown(String apiVersion) {
        return GroupVersionKind.of(apiVersion, "").group().equals(group);
    }

    @Override
    public Optional<Versioned> in(ObjectNode object, String apiVersion) {
        KubeObject given = KubeObject.of(object);
        boolean isSame = given.groupVersionKind().apiVersion().equals(apiVersion);
        if (isSame || !isKnown(apiVersion)) {
            return Optional.empty();
        }
        return versions.convert(given, apiVersion)
                .flatMap(converted ->
                        schemas.find(converted.groupVersionKind())
                                .map(schema -> new Versioned(converted.json(), schema)));
    }
}
