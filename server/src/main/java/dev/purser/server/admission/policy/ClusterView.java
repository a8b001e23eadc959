package dev.purser.server.admission.policy;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ApiGroup;
import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.object.ObjectSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What policies look up in the cluster. Thread-safe.
///
/// @param catalog all resources as they are now
public record ClusterView(ObjectSource objects, Supplier<Catalog> catalog) {
    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");

    /// The same resource in the other versions that are served.
    List<GroupVersionResource> otherVersions(GroupVersionResource resource) {
        return catalog
                .get()
                .group(resource.group())
                .map(ApiGroup::versions)
                .orElseGet(List::of)
                .stream()
                .map(version ->
                        new GroupVersionResource(
                                resource.group(), version.version(), resource.resource()))
                .filter(other -> !other.equals(resource))
                .filter(other -> catalog.get().find(other).isPresent())
                .toList();
    }

    Optional<ResourceType> type(GroupVersionKind kind) {
        return catalog.get().find(kind);
    }

    Optional<ResourceType> type(GroupVersionResource resource) {
        return catalog.get().find(resource);
    }

    /// A namespace that must be there.
    KubeObject namespace(String name) {
        return objects.find(NAMESPACES, "", name)
                .orElseThrow(
                        () -> StatusErrors.notFound(new GroupResource("", "namespaces"), name));
    }
}
