package dev.purser.app.manifest;

import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.resource.Scope;
import dev.purser.client.Api;
import dev.purser.client.ListOptions;
import java.util.Optional;

/// The kinds of a server: those that are built in, and those of its CustomResourceDefinitions.
public final class ServedKinds {
    private static final GroupVersionResource DEFINITIONS =
            new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");

    private final Api api;
    private final Catalog builtIn;

    /// @param api may list CustomResourceDefinitions
    public ServedKinds(Api api, Catalog builtIn) {
        this.api = api;
        this.builtIn = builtIn;
    }

    /// Where the objects of a kind are.
    record Place(GroupVersionResource resource, boolean isNamespaced) {
        private static Place of(ResourceType type) {
            return new Place(type.groupVersionResource(), type.isNamespaced());
        }
    }

    Optional<Place> find(GroupVersionKind kind) {
        Optional<Place> found = builtIn.find(kind).map(Place::of);
        return found.isPresent() ? found : custom(kind);
    }

    private Optional<Place> custom(GroupVersionKind kind) {
        return api.list(DEFINITIONS, "", ListOptions.all()).items().stream()
                .map(Definition::new)
                .filter(definition -> makes(definition, kind))
                .findFirst()
                .map(definition ->
                        new Place(
                                new GroupVersionResource(
                                        kind.group(),
                                        kind.version(),
                                        definition.acceptedNames().plural()),
                                definition.scope() == Scope.NAMESPACED));
    }

    private static boolean makes(Definition definition, GroupVersionKind kind) {
        return definition.is(Definition.ESTABLISHED)
                && definition.group().equals(kind.group())
                && definition.acceptedNames().kind().equals(kind.kind())
                && definition.versions().stream()
                        .anyMatch(version ->
                                version.name().equals(kind.version()) && version.isServed());
    }
}
