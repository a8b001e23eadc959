package dev.purser.controllers.metadata;

import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.kind.apiextensions.VersionOrder;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.resource.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A resource whose objects can be listed, watched and deleted.
///
/// @param resource in the version in which its objects are read and deleted
/// @param kind of its objects
/// @param versions all in which it is served
public record FollowedResource(
        GroupVersionResource resource, String kind, Scope scope, Set<String> versions) {
    private static final Set<String> NEEDED_VERBS = Set.of("list", "watch", "delete");

    public FollowedResource {
        versions = Set.copyOf(versions);
    }

    /// Those of built-in types that can be followed, one for each resource whatever its versions.
    ///
    /// @param served preferred versions first
    static List<FollowedResource> builtIn(Collection<ResourceType> served) {
        Map<GroupResource, List<ResourceType>> byName = new LinkedHashMap<>();
        for (ResourceType type : served) {
            if (type.verbs().containsAll(NEEDED_VERBS)) {
                byName.computeIfAbsent(type.groupResource(), _ -> new ArrayList<>()).add(type);
            }
        }
        return byName.values().stream().map(FollowedResource::ofVersions).toList();
    }

    private static FollowedResource ofVersions(List<ResourceType> types) {
        ResourceType preferred = types.getFirst();
        return new FollowedResource(
                preferred.groupVersionResource(),
                preferred.kind().kind(),
                preferred.scope(),
                Set.copyOf(types.stream().map(type -> type.kind().version()).toList()));
    }

    /// The resource that a definition makes; empty while it makes none.
    public static Optional<FollowedResource> of(Definition definition) {
        List<String> served =
                definition.versions().stream()
                        .filter(Definition.Version::isServed)
                        .map(Definition.Version::name)
                        .sorted(new VersionOrder())
                        .toList();
        if (served.isEmpty() || !definition.is(Definition.ESTABLISHED)) {
            return Optional.empty();
        }
        Definition.Names names = definition.acceptedNames();
        return Optional.of(
                new FollowedResource(
                        new GroupVersionResource(
                                definition.group(), served.getFirst(), names.plural()),
                        names.kind(),
                        definition.scope(),
                        Set.copyOf(served)));
    }

    public GroupResource groupResource() {
        return resource.groupResource();
    }

    public boolean isNamespaced() {
        return scope == Scope.NAMESPACED;
    }

    GroupKind groupKind() {
        return new GroupKind(resource.group(), kind);
    }

    /// This resource, read in the version of another state of it where that is served still.
    FollowedResource readAs(FollowedResource before) {
        return versions.contains(before.resource.version())
                ? new FollowedResource(before.resource, kind, scope, versions)
                : this;
    }

    /// Whether the objects of another state of the resource are read in the same way.
    boolean isReadAs(FollowedResource other) {
        return resource.equals(other.resource) && kind.equals(other.kind) && scope == other.scope;
    }
}
