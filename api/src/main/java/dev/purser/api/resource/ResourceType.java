package dev.purser.api.resource;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import java.util.List;
import java.util.Optional;

/// One resource in one version: what the API can do with objects of one kind.
///
/// @param verbs what a client may ask for, in alphabetical order
/// @param storageVersion the version in which objects of a custom resource are kept; that of the
///   kind for others
public record ResourceType(
        GroupVersionKind kind,
        ResourceNames names,
        Scope scope,
        List<String> verbs,
        List<Subresource> subresources,
        String storageVersion) {
    public ResourceType {
        verbs = List.copyOf(verbs);
        subresources = List.copyOf(subresources);
    }

    public GroupVersionResource groupVersionResource() {
        return new GroupVersionResource(kind.group(), kind.version(), names.plural());
    }

    public GroupResource groupResource() {
        return new GroupResource(kind.group(), names.plural());
    }

    public boolean isNamespaced() {
        return scope == Scope.NAMESPACED;
    }

    /// The subresource of this name, when the resource has it.
    public Optional<Subresource> subresource(String name) {
        return subresources.stream().filter(sub -> sub.name().equals(name)).findFirst();
    }

    /// Whether the resource has a `status` that is written through a URL of its own.
    public boolean hasStatus() {
        return subresource("status").isPresent();
    }
}
